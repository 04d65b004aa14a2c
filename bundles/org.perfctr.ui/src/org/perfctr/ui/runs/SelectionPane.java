// SPDX-License-Identifier: EPL-2.0
package org.perfctr.ui.runs;

import java.util.List;
import java.util.stream.Stream;
import org.eclipse.swt.SWT;
import org.eclipse.swt.custom.StackLayout;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.perfctr.core.metric.MetricCatalog;
import org.perfctr.ui.table.RowTable;

/** Shows the run that is selected, or compares those that are. */
final class SelectionPane {
    private final Composite pane;
    private final StackLayout stack = new StackLayout();
    private final DetailsPane details;
    private final ComparisonPane comparison;

    SelectionPane(Composite parent, RunFiles files, MetricCatalog catalog) {
        pane = new Composite(parent, SWT.NONE);
        pane.setLayout(stack);
        details = new DetailsPane(pane, files, catalog);
        comparison = new ComparisonPane(pane, catalog);
        stack.topControl = details.control();
    }

    void show(List<RunRow> rows) {
        if (rows.size() > 1) {
            comparison.compare(rows);
            toTop(comparison.control());
            return;
        }
        details.show(rows.stream().findFirst());
        toTop(details.control());
    }

    private void toTop(Control shown) {
        stack.topControl = shown;
        pane.layout();
    }

    /** What editors have to say of the active run, whichever run is selected. */
    void showEditorMessages(List<String> texts) {
        details.showEditorMessages(texts);
    }

    List<RowTable<?>> tables() {
        return Stream.concat(details.tables().stream(), comparison.tables().stream()).toList();
    }
}
