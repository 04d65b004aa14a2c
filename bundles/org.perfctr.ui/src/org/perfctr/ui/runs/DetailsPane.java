// SPDX-License-Identifier: EPL-2.0
package org.perfctr.ui.runs;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.jface.layout.GridLayoutFactory;
import org.eclipse.swt.SWT;
import org.eclipse.swt.custom.CTabFolder;
import org.eclipse.swt.custom.CTabItem;
import org.eclipse.swt.layout.FillLayout;
import org.eclipse.swt.widgets.Composite;
import org.perfctr.core.metric.MetricCatalog;
import org.perfctr.launching.Runs;
import org.perfctr.ui.table.RowTable;

/** What was counted in one run: metrics, events, tasks and lines, below a message of what wasn't. */
final class DetailsPane {
    private final Messages messages;
    private final MetricsTab metrics;
    private final EventsTab events;
    private final TasksTab tasks;
    private final LinesTab lines;
    private final RunDetailsReader reader;
    private final CTabFolder folder;
    private List<Message> ofRun = List.of();
    private List<Message> ofEditors = List.of();

    DetailsPane(Composite parent, Runs runs, MetricCatalog catalog) {
        Composite pane = new Composite(parent, SWT.NONE);
        GridLayoutFactory.fillDefaults().spacing(0, 0).applyTo(pane);
        messages = new Messages(pane);
        folder = new CTabFolder(pane, SWT.TOP);
        GridDataFactory.fillDefaults().grab(true, true).applyTo(folder);
        metrics = tab("Metrics", MetricsTab::new);
        events = tab("Events", EventsTab::new);
        tasks = tab("Tasks", TasksTab::new);
        lines = tab("Hottest Lines", page -> new LinesTab(page, new SourceOpener()::open));
        folder.setSelection(0);
        reader = new RunDetailsReader(catalog, parent.getDisplay(), this::show);
        show(Optional.empty(), List.of());
    }

    private <T> T tab(String title, Function<Composite, T> create) {
        Composite page = new Composite(folder, SWT.NONE);
        page.setLayout(new FillLayout());
        CTabItem item = new CTabItem(folder, SWT.NONE);
        item.setText(title);
        item.setControl(page);
        return create.apply(page);
    }

    void show(Optional<RunRow> row) {
        reader.read(row);
    }

    /** What editors have to say of the active run, whichever run is selected. */
    void showEditorMessages(List<String> texts) {
        ofEditors = texts.stream().map(text -> new Message(false, text)).toList();
        showMessages();
    }

    private void showMessages() {
        messages.show(Stream.concat(ofEditors.stream(), ofRun.stream()).toList());
    }

    String messages() {
        return messages.text();
    }

    List<RowTable<?>> tables() {
        return List.of(metrics.table(), events.table(), tasks.table(), lines.table());
    }

    void select(int tab) {
        folder.setSelection(tab);
    }

    private void show(Optional<RunDetails> details, List<Message> newMessages) {
        if (folder.isDisposed()) {
            return;
        }
        ofRun = newMessages;
        showMessages();
        metrics.show(details);
        events.show(details);
        tasks.show(details);
        lines.show(details);
    }
}
