// SPDX-License-Identifier: EPL-2.0
package org.perfctr.ui.runs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Arrays;
import java.util.List;
import org.eclipse.debug.core.DebugPlugin;
import org.eclipse.debug.core.ILaunch;
import org.eclipse.debug.core.ILaunchConfigurationWorkingCopy;
import org.eclipse.swt.widgets.Tree;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.perfctr.launching.CallGraph;
import org.perfctr.launching.CountLaunch;
import org.perfctr.launching.CountSettings;
import org.perfctr.ui.Ide;
import org.perfctr.ui.Widgets;

class LiveRunTest {
    private RunsView view;
    private ILaunch launch;

    @BeforeEach
    void openView() throws Exception {
        Ide.cleanUp();
        Ide.deleteRuns();
        view = (RunsView) Ide.page().showView(RunsView.ID);
    }

    @AfterEach
    void end() throws Exception {
        launch.terminate();
        Ide.runs().deactivate();
    }

    @Test
    void aRunningProgramsNumbersGrow() throws Exception {
        launch = launch("while :; do :; done");
        Ide.waitUntil("it is counting", () -> "counting".equals(cell("Wall time", "Result")));
        Ide.waitUntil("there are first numbers", () -> !cell("Wall time", "CPU time").equals("n/a"));
        String first = cell("Wall time", "CPU time");
        Ide.waitUntil("the run's numbers grow", () -> !cell("Wall time", "CPU time").equals(first));
        assertFalse(cell("Wall time", "Wall time").equals("n/a"), "the time so far");
        String shown = cell("Raw count", "Count");
        Ide.waitUntil("the details' numbers grow", () -> !cell("Raw count", "Count").equals(shown));
        launch.terminate();
        Ide.waitUntil("its end is shown", () -> !cell("Wall time", "Result").equals("counting"));
        assertEquals(1, Ide.runs().list().size());
    }

    private static ILaunch launch(String script) throws Exception {
        ILaunchConfigurationWorkingCopy configuration = DebugPlugin.getDefault().getLaunchManager()
                .getLaunchConfigurationType(CountLaunch.NATIVE_PROGRAM_TYPE).newInstance(null, "live");
        configuration.setAttribute(CountLaunch.PROGRAM, "/bin/sh");
        configuration.setAttribute(CountLaunch.ARGUMENTS, "-c '" + script + "'");
        new CountSettings("task-clock", false, "", 1000, CallGraph.NONE, 100).writeTo(configuration);
        return configuration.launch(CountLaunch.MODE, null);
    }

    /** The cell of the first row in a table's column; empty while there is no row. */
    private String cell(String table, String column) {
        Tree tree = Widgets.table(view.getSite().getShell(), table);
        List<String> titles = Arrays.stream(tree.getColumns()).map(header -> header.getText()).toList();
        return tree.getItemCount() == 0 ? "" : tree.getItem(0).getText(titles.indexOf(column));
    }
}
