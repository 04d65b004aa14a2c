// SPDX-License-Identifier: EPL-2.0
package org.perfctr.ui.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.eclipse.core.runtime.CoreException;
import org.eclipse.debug.core.DebugPlugin;
import org.eclipse.debug.core.ILaunchConfiguration;
import org.eclipse.debug.core.ILaunchConfigurationWorkingCopy;
import org.eclipse.debug.core.ILaunchManager;
import org.eclipse.debug.ui.DebugUITools;
import org.eclipse.jface.viewers.StructuredSelection;
import org.eclipse.swt.SWT;
import org.eclipse.swt.custom.CTabFolder;
import org.eclipse.swt.custom.CTabItem;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Shell;
import org.eclipse.swt.widgets.Table;
import org.eclipse.swt.widgets.Text;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.perfctr.launching.CountLaunch;
import org.perfctr.ui.Ide;
import org.perfctr.ui.SampleProject;
import org.perfctr.ui.Widgets;
import org.perfctr.ui.runs.RunsView;

class CountLaunchTest {
    private static final String DIALOG = "Count Configurations";

    private final ILaunchManager launches = DebugPlugin.getDefault().getLaunchManager();
    private SampleProject sample;

    @BeforeEach
    void start() throws Exception {
        Ide.cleanUp();
        sample = SampleProject.create();
        Ide.deleteRuns();
    }

    @AfterEach
    void cleanUp() throws CoreException {
        Ide.runs().deactivate();
        for (ILaunchConfiguration configuration : launches.getLaunchConfigurations()) {
            configuration.delete();
        }
    }

    @Test
    void countAsNativeProgramMakesARunActiveAndOpensTheView() {
        new NativeProgramShortcut().launch(new StructuredSelection(sample.program()), CountLaunch.MODE);
        Ide.waitUntil("the run is active", () -> Ide.runs().active().isPresent());
        assertTrue(Ide.runs().active().orElseThrow().title().startsWith("sums-"));
        Ide.waitUntil("the Runs view is open", () -> Ide.page().findView(RunsView.ID) != null);
    }

    @Test
    void countAsTwiceUsesTheSameConfiguration() throws CoreException {
        var selection = new StructuredSelection(sample.program());
        new NativeProgramShortcut().launch(selection, CountLaunch.MODE);
        new NativeProgramShortcut().launch(selection, CountLaunch.MODE);
        Ide.waitUntil("there are two runs", () -> Ide.runs().list().size() == 2);
        assertEquals(1, launches.getLaunchConfigurations().length);
    }

    @Test
    void nativeProgramIsOfferedForExecutableFilesOnly() throws Exception {
        var tester = new ExecutableFileTester();
        assertTrue(tester.test(sample.program(), "executable", new Object[0], null));
        assertEquals(false, tester.test(sample.source(), "executable", new Object[0], null));
    }

    @Test
    void javaShortcutsAreOfferedWhereTheirRunShortcutsAre() throws CoreException {
        var tester = new ForwardedShortcutTester();
        Object[] java = {"org.eclipse.jdt.debug.ui.localJavaShortcut"};
        assertEquals(false, tester.test(List.of(sample.source()), "runnable", java, null));
        assertEquals(false, tester.test(List.of(sample.source()), "runnable", new Object[]{"not.installed"}, null));
    }

    @Test
    void theTabsOfANativeProgramSayWhatIsMissing() throws Exception {
        ILaunchConfigurationWorkingCopy configuration = nativeProgram("unfinished");
        inConfigurations(configuration.doSave(), dialog -> {
            assertEquals(List.of("Program", "Counters", "Environment", "Common"), tabs(dialog));
            waitForText(dialog, "Name the program");
            Text program = Widgets.all(dialog, Text.class)
                    .filter(text -> text.getMessage().startsWith("Absolute path")).findFirst().orElseThrow();
            program.setText("/no/such/program");
            waitForText(dialog, "The program /no/such/program does not exist.");
            program.setText("/etc/passwd");
            waitForText(dialog, "The program /etc/passwd is not executable");
            program.setText("/tmp");
            waitForText(dialog, "The program /tmp is a directory.");
            program.setText("${workspace_loc:/Sums/sums}");
            Ide.waitUntil("it can be counted", () -> Widgets.all(dialog, Button.class)
                    .anyMatch(button -> button.getText().replace("&", "").equals("Count") && button.isEnabled()));
        });
    }

    @Test
    void theCountersTabListsEventsAndRefusesUnknownOnes() throws Exception {
        ILaunchConfigurationWorkingCopy configuration = nativeProgram("events");
        configuration.setAttribute(CountLaunch.PROGRAM, "/bin/true");
        inConfigurations(configuration.doSave(), dialog -> {
            assertEquals("Counters", tabs(dialog).get(1));
            CTabFolder folder = folder(dialog);
            Widgets.selectTab(folder, 1);
            Table events = Widgets.all(dialog, Table.class).filter(table -> (table.getStyle() & SWT.CHECK) != 0)
                    .findFirst().orElseThrow();
            Ide.waitUntil("the events are listed", () -> events.getItemCount() > 3);
            assertTrue(Arrays.stream(events.getItems()).anyMatch(item -> item.getText(0).equals("page-faults")
                    && item.getText(2).equals("can be counted")));
            Text chosen = Widgets.all(folder, Text.class)
                    .filter(text -> text.getMessage().startsWith("perfctr's own choice")).findFirst().orElseThrow();
            chosen.setText("page-falts");
            waitForText(dialog, "page-faults");
            chosen.setText("page-faults");
            assertTrue(Arrays.stream(events.getItems())
                    .anyMatch(item -> item.getChecked() && item.getText(0).equals("page-faults")));
        });
    }

    @Test
    void javaApplicationsHaveTheirRunTabsAndCounters() throws Exception {
        var type = launches.getLaunchConfigurationType("org.eclipse.jdt.launching.localJavaApplication");
        inConfigurations(type.newInstance(null, "java").doSave(), dialog -> {
            assertEquals("Main", tabs(dialog).get(0));
            assertEquals("Counters", tabs(dialog).get(1));
            assertTrue(tabs(dialog).contains("Classpath") || tabs(dialog).contains("Dependencies"),
                    tabs(dialog)::toString);
        });
    }

    private ILaunchConfigurationWorkingCopy nativeProgram(String name) throws CoreException {
        return launches.getLaunchConfigurationType(CountLaunch.NATIVE_PROGRAM_TYPE).newInstance(null, name);
    }

    private static void inConfigurations(ILaunchConfiguration configuration, Consumer<Shell> inside) {
        Widgets.inDialog(DIALOG, () -> DebugUITools.openLaunchConfigurationDialogOnGroup(Ide.window().getShell(),
                new StructuredSelection(configuration), LaunchGroups.COUNT), dialog -> {
                    try {
                        inside.accept(dialog);
                    } finally {
                        revert(dialog);
                        dialog.close();
                    }
                });
    }

    /** Unsaved changes would be asked for. */
    private static void revert(Shell dialog) {
        Widgets.all(dialog, Button.class).filter(button -> button.getText().replace("&", "").equals("Revert"))
                .filter(Button::isEnabled).forEach(button -> button.notifyListeners(SWT.Selection, null));
    }

    private static CTabFolder folder(Shell dialog) {
        return Widgets.all(dialog, CTabFolder.class).findFirst().orElseThrow();
    }

    private static List<String> tabs(Shell dialog) {
        Ide.waitUntil("the tabs are there",
                () -> Widgets.all(dialog, CTabFolder.class).anyMatch(folder -> folder.getItemCount() > 0));
        return Arrays.stream(folder(dialog).getItems()).map(CTabItem::getText).toList();
    }

    private static void waitForText(Shell dialog, String part) {
        Ide.waitUntil("the dialog says " + part, () -> Widgets.all(dialog, Text.class)
                .anyMatch(text -> text.isVisible() && text.getText().contains(part)));
    }
}
