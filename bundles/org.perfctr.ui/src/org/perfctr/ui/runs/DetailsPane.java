// SPDX-License-Identifier: EPL-2.0
package org.perfctr.ui.runs;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.jface.layout.GridLayoutFactory;
import org.eclipse.swt.SWT;
import org.eclipse.swt.custom.CTabFolder;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Display;
import org.perfctr.core.metric.MetricCatalog;
import org.perfctr.core.profile.Sampling;
import org.perfctr.ui.preferences.CountPreferences;
import org.perfctr.ui.table.RowTable;

/** What was counted in one run: metrics, events, tasks, lines, calls and instructions, below a message of what wasn't. */
final class DetailsPane {
    private final Messages messages;
    private final MetricsTab metrics;
    private final EventsTab events;
    private final TasksTab tasks;
    private final LinesTab lines;
    private final CallsTab calls;
    private final InstructionsTab instructions;
    private final Composite pane;
    private final BackgroundReader<Optional<RunRow>, LoadedRun> reader;
    private final CTabFolder folder;
    private final EventChoice choice;
    private Optional<RunDetails> shown = Optional.empty();
    private Optional<RunRow> wanted = Optional.empty();
    private List<Message> ofRun = List.of();
    private List<Message> ofEditors = List.of();

    DetailsPane(Composite parent, RunFiles files, MetricCatalog catalog) {
        pane = new Composite(parent, SWT.NONE);
        GridLayoutFactory.fillDefaults().spacing(0, 0).applyTo(pane);
        messages = new Messages(pane);
        folder = new CTabFolder(pane, SWT.TOP);
        GridDataFactory.fillDefaults().grab(true, true).applyTo(folder);
        metrics = Tabs.add(folder, "Metrics", MetricsTab::new);
        events = Tabs.add(folder, "Events", EventsTab::new);
        tasks = Tabs.add(folder, "Tasks", TasksTab::new);
        lines = Tabs.add(folder, "Hottest Lines", page -> new LinesTab(page, new SourceOpener()::open));
        calls = Tabs.add(folder, "Calls", page -> new CallsTab(page, new SourceOpener()::open));
        instructions = Tabs.add(folder, "Instructions", page -> new InstructionsTab(page, new SourceOpener()::open));
        folder.setSelection(0);
        choice = new EventChoice(folder);
        Display display = parent.getDisplay();
        Runnable end = CountPreferences.onShownEvent(() -> display.asyncExec(this::showSamples));
        pane.addDisposeListener(event -> end.run());
        reader = new BackgroundReader<>("Reading a run", parent.getDisplay(),
                row -> row.map(selected -> LoadedRun.of(selected, files, catalog)).orElseGet(LoadedRun::none),
                this::show);
        show(LoadedRun.none());
    }

    Control control() {
        return pane;
    }

    /** Shows a run, unless it is shown already as it is. */
    void show(Optional<RunRow> row) {
        if (!RunRow.unchanged(row.stream().toList(), wanted.stream().toList())) {
            wanted = row;
            reader.read(row);
        }
    }

    /** What editors have to say of the active run, whichever run is selected. */
    void showEditorMessages(List<String> texts) {
        ofEditors = texts.stream().map(text -> new Message(false, text)).toList();
        showMessages();
    }

    private void showMessages() {
        messages.show(Stream.concat(ofEditors.stream(), ofRun.stream()).toList());
    }

    List<RowTable<?>> tables() {
        return List.of(metrics.table(), events.table(), tasks.table(), lines.table(), calls.table(),
                instructions.table());
    }

    private void show(LoadedRun loaded) {
        if (folder.isDisposed()) {
            return;
        }
        ofRun = loaded.messages();
        showMessages();
        metrics.show(loaded.details());
        events.show(loaded.details());
        tasks.show(loaded.details());
        shown = loaded.details();
        showSamples();
    }

    /** The run's, of the event that is chosen. */
    private void showSamples() {
        if (folder.isDisposed()) {
            return;
        }
        ShownSamples samples = shown.map(details -> ShownSamples.of(details.run().profile()))
                .orElse(ShownSamples.NONE);
        choice.show(samples.profile().sampling().stream().map(Sampling::event).toList(), samples.event());
        lines.show(samples);
        calls.show(samples);
        instructions.show(samples);
    }
}
