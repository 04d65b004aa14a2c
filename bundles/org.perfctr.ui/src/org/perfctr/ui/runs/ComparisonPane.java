// SPDX-License-Identifier: EPL-2.0
package org.perfctr.ui.runs;

import java.util.List;
import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.jface.layout.GridLayoutFactory;
import org.eclipse.swt.SWT;
import org.eclipse.swt.custom.CTabFolder;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Display;
import org.eclipse.swt.widgets.Label;
import org.perfctr.core.metric.MetricCatalog;
import org.perfctr.ui.preferences.CountPreferences;
import org.perfctr.ui.table.RowTable;

/** What differs between runs: totals, tasks, functions and lines. */
final class ComparisonPane {
    private final Composite pane;
    private final Label title;
    private final EventChoice choice;
    private final ComparisonTab totals;
    private final ComparisonTab tasks;
    private final ComparisonTab functions;
    private final ComparisonTab lines;
    private final BackgroundReader<List<RunRow>, ComparedRuns> reader;

    private List<RunRow> wanted = List.of();

    ComparisonPane(Composite parent, MetricCatalog catalog) {
        pane = new Composite(parent, SWT.NONE);
        GridLayoutFactory.fillDefaults().spacing(0, 0).applyTo(pane);
        title = new Label(pane, SWT.WRAP);
        GridDataFactory.fillDefaults().grab(true, false).hint(200, SWT.DEFAULT).indent(6, 4).applyTo(title);
        CTabFolder folder = new CTabFolder(pane, SWT.TOP);
        GridDataFactory.fillDefaults().grab(true, true).applyTo(folder);
        totals = Tabs.add(folder, "Comparison", page -> new ComparisonTab(page, "Event or metric", "compared-totals"));
        tasks = Tabs.add(folder, "Tasks", page -> new ComparisonTab(page, "Task and event", "compared-tasks"));
        functions = Tabs.add(folder, "Functions",
                page -> new ComparisonTab(page, "Share of a function", "compared-functions"));
        lines = Tabs.add(folder, "Lines", page -> new ComparisonTab(page, "Share of a line", "compared-lines"));
        folder.setSelection(0);
        choice = new EventChoice(folder);
        reader = new BackgroundReader<>("Comparing runs", parent.getDisplay(), rows -> ComparedRuns.of(rows, catalog),
                this::show);
        Display display = parent.getDisplay();
        Runnable end = CountPreferences.onShownEvent(() -> display.asyncExec(this::compareAgain));
        pane.addDisposeListener(event -> end.run());
    }

    Control control() {
        return pane;
    }

    /** Compares runs, two at least, unless they are compared already as they are. */
    void compare(List<RunRow> rows) {
        if (!RunRow.unchanged(rows, wanted)) {
            wanted = rows;
            reader.read(rows);
        }
    }

    private void compareAgain() {
        if (!wanted.isEmpty()) {
            reader.read(wanted);
        }
    }

    List<RowTable<?>> tables() {
        return List.of(totals.table(), tasks.table(), functions.table(), lines.table());
    }

    private void show(ComparedRuns compared) {
        if (pane.isDisposed()) {
            return;
        }
        title.setText(compared.title());
        choice.show(compared.events(), compared.event().map(compared.events()::indexOf).orElse(-1));
        totals.show(compared.totals());
        tasks.show(compared.tasks());
        functions.show(compared.functions());
        lines.show(compared.lines());
        pane.layout();
    }
}
