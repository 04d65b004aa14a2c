// SPDX-License-Identifier: EPL-2.0
package org.perfctr.ui.preferences;

import org.eclipse.core.resources.ResourcesPlugin;
import org.eclipse.jface.dialogs.IDialogConstants;
import org.eclipse.jface.dialogs.StatusDialog;
import org.eclipse.core.runtime.IPath;
import org.eclipse.core.runtime.IStatus;
import org.eclipse.core.runtime.Status;
import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.jface.layout.GridLayoutFactory;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.DirectoryDialog;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.Shell;
import org.eclipse.swt.widgets.Text;
import org.eclipse.ui.dialogs.ContainerSelectionDialog;

/** Asks where a folder of sources is. */
final class PathRuleDialog extends StatusDialog {
    private Text from;
    private Text to;
    private String rule;

    PathRuleDialog(Shell parent) {
        super(parent);
        setTitle("Source Folder");
    }

    /** The rule, as {@link PathRulesEditor} keeps it; null before the dialog was left with OK. */
    String rule() {
        return rule;
    }

    @Override
    protected Control createDialogArea(Composite parent) {
        Composite area = new Composite(parent, SWT.NONE);
        GridLayoutFactory.swtDefaults().numColumns(4).margins(10, 10).applyTo(area);
        GridDataFactory.fillDefaults().grab(true, true).applyTo(area);
        from = text(area, "&Compiled in:", "As the run has it, e.g. /build/project", 3);
        to = text(area, "&Now in:", "A folder; variables such as ${workspace_loc:/project} are allowed", 1);
        button(area, "&Workspace...", this::browseWorkspace);
        button(area, "&File System...", this::browseFileSystem);
        from.addModifyListener(event -> updateStatus(status()));
        to.addModifyListener(event -> updateStatus(status()));
        return area;
    }

    private static Text text(Composite parent, String label, String message, int columns) {
        new Label(parent, SWT.NONE).setText(label);
        Text text = new Text(parent, SWT.SINGLE | SWT.BORDER);
        text.setMessage(message);
        GridDataFactory.fillDefaults().grab(true, false).span(columns, 1).hint(320, SWT.DEFAULT).applyTo(text);
        return text;
    }

    private static void button(Composite parent, String label, Runnable action) {
        Button button = new Button(parent, SWT.PUSH);
        button.setText(label);
        button.addListener(SWT.Selection, event -> action.run());
    }

    private void browseWorkspace() {
        var dialog = new ContainerSelectionDialog(getShell(), ResourcesPlugin.getWorkspace().getRoot(), false, null);
        if (dialog.open() == OK && dialog.getResult().length == 1 && dialog.getResult()[0] instanceof IPath path) {
            to.setText("${workspace_loc:" + path + "}");
        }
    }

    private void browseFileSystem() {
        String folder = new DirectoryDialog(getShell()).open();
        if (folder != null) {
            to.setText(folder);
        }
    }

    private IStatus status() {
        if (from.getText().isBlank() || to.getText().isBlank()) {
            return Status.error("");
        }
        return PathRulesEditor.check(from.getText().strip(), to.getText().strip());
    }

    @Override
    public void create() {
        super.create();
        getButton(IDialogConstants.OK_ID).setEnabled(false);
    }

    @Override
    protected void okPressed() {
        rule = PathRulesEditor.rule(from.getText().strip(), to.getText().strip());
        super.okPressed();
    }
}
