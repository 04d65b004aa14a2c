// SPDX-License-Identifier: EPL-2.0
package org.perfctr.ui.launch;

import org.eclipse.core.runtime.CoreException;
import org.eclipse.core.runtime.ILog;
import org.eclipse.debug.core.ILaunchConfiguration;
import org.eclipse.debug.core.ILaunchConfigurationWorkingCopy;
import org.eclipse.debug.ui.AbstractLaunchConfigurationTab;
import org.eclipse.debug.ui.StringVariableSelectionDialog;
import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.jface.layout.GridLayoutFactory;
import org.eclipse.jface.window.Window;
import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.Image;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Group;
import org.eclipse.swt.widgets.Text;
import org.perfctr.launching.CountLaunch;
import org.perfctr.launching.NativeProgram;
import org.perfctr.ui.Icon;

/** The program of a Native Program, its arguments and its working directory. */
final class ProgramTab extends AbstractLaunchConfigurationTab {
    private final DirectoryBlock directory = new DirectoryBlock();
    private Text program;
    private Text arguments;

    @Override
    public String getName() {
        return "Program";
    }

    @Override
    public Image getImage() {
        return Icon.NATIVE_PROGRAM.image();
    }

    @Override
    public String getId() {
        return "org.perfctr.ui.programTab";
    }

    @Override
    public void createControl(Composite parent) {
        Composite tab = new Composite(parent, SWT.NONE);
        GridLayoutFactory.swtDefaults().applyTo(tab);
        createProgram(tab);
        createArguments(tab);
        directory.createControl(tab);
        directory.setLaunchConfigurationDialog(getLaunchConfigurationDialog());
        setControl(tab);
    }

    private void createProgram(Composite tab) {
        Group group = group(tab, "&Program:");
        program = new Text(group, SWT.SINGLE | SWT.BORDER);
        program.setMessage("Absolute path, workspace path, or a name on the PATH");
        GridDataFactory.fillDefaults().grab(true, false).applyTo(program);
        program.addModifyListener(event -> updateLaunchConfigurationDialog());
        Composite buttons = buttons(group);
        button(buttons, "&Workspace...", () -> ProgramDialogs.inWorkspace(getShell()).ifPresent(program::setText));
        button(buttons, "&File System...",
                () -> ProgramDialogs.inFileSystem(getShell(), program.getText()).ifPresent(program::setText));
        button(buttons, "&Variables...", () -> insertVariable(program));
    }

    private void createArguments(Composite tab) {
        Group group = group(tab, "Program &arguments:");
        GridDataFactory.fillDefaults().grab(true, true).applyTo(group);
        arguments = new Text(group, SWT.MULTI | SWT.WRAP | SWT.BORDER | SWT.V_SCROLL);
        arguments.setMessage("Quoted as in a shell");
        GridDataFactory.fillDefaults().grab(true, true).hint(SWT.DEFAULT, 4 * arguments.getLineHeight())
                .applyTo(arguments);
        arguments.addModifyListener(event -> updateLaunchConfigurationDialog());
        button(buttons(group), "Va&riables...", () -> insertVariable(arguments));
    }

    private static Group group(Composite tab, String title) {
        Group group = new Group(tab, SWT.NONE);
        group.setText(title);
        GridLayoutFactory.swtDefaults().applyTo(group);
        GridDataFactory.fillDefaults().grab(true, false).applyTo(group);
        return group;
    }

    private static Composite buttons(Composite parent) {
        Composite buttons = new Composite(parent, SWT.NONE);
        GridLayoutFactory.fillDefaults().numColumns(3).applyTo(buttons);
        GridDataFactory.fillDefaults().align(SWT.END, SWT.CENTER).applyTo(buttons);
        return buttons;
    }

    private void button(Composite parent, String label, Runnable action) {
        Button button = createPushButton(parent, label, null);
        button.addListener(SWT.Selection, event -> action.run());
    }

    private void insertVariable(Text text) {
        var dialog = new StringVariableSelectionDialog(getShell());
        if (dialog.open() == Window.OK) {
            text.insert(dialog.getVariableExpression());
        }
    }

    @Override
    public void setDefaults(ILaunchConfigurationWorkingCopy configuration) {
        directory.setDefaults(configuration);
    }

    @Override
    public void initializeFrom(ILaunchConfiguration configuration) {
        program.setText(attribute(configuration, CountLaunch.PROGRAM));
        arguments.setText(attribute(configuration, CountLaunch.ARGUMENTS));
        directory.initializeFrom(configuration);
    }

    private static String attribute(ILaunchConfiguration configuration, String key) {
        try {
            return configuration.getAttribute(key, "");
        } catch (CoreException e) {
            ILog.get().log(e.getStatus());
            return "";
        }
    }

    @Override
    public void performApply(ILaunchConfigurationWorkingCopy configuration) {
        write(configuration, CountLaunch.PROGRAM, program);
        write(configuration, CountLaunch.ARGUMENTS, arguments);
        directory.performApply(configuration);
    }

    private static void write(ILaunchConfigurationWorkingCopy configuration, String key, Text text) {
        if (text.getText().isBlank()) {
            configuration.removeAttribute(key);
        } else {
            configuration.setAttribute(key, text.getText().strip());
        }
    }

    @Override
    public boolean isValid(ILaunchConfiguration configuration) {
        setErrorMessage(null);
        setMessage(null);
        if (attribute(configuration, CountLaunch.PROGRAM).isBlank()) {
            setErrorMessage("Name the program: a path, or a name on the PATH.");
            return false;
        }
        try {
            NativeProgram.requireStartable(configuration);
            return true;
        } catch (CoreException e) {
            setErrorMessage(e.getStatus().getMessage());
            return false;
        }
    }

    @Override
    public void dispose() {
        directory.dispose();
        super.dispose();
    }
}
