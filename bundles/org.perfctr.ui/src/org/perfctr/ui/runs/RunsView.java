// SPDX-License-Identifier: EPL-2.0
package org.perfctr.ui.runs;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.eclipse.core.runtime.ILog;
import org.eclipse.e4.core.services.events.IEventBroker;
import org.eclipse.jface.action.MenuManager;
import org.eclipse.swt.SWT;
import org.eclipse.swt.custom.SashForm;
import org.eclipse.swt.graphics.Point;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.ui.IMemento;
import org.eclipse.ui.IViewSite;
import org.eclipse.ui.PartInitException;
import org.eclipse.ui.part.ViewPart;
import org.osgi.service.event.EventHandler;
import org.perfctr.core.store.StoredRun;
import org.perfctr.launching.Runs;
import org.perfctr.ui.editor.HiddenCounts;
import org.perfctr.ui.table.RowTable;

/** All runs, and what was counted in the one that is selected, or differs between those that are. */
public final class RunsView extends ViewPart {
    public static final String ID = "org.perfctr.ui.RunsView";
    private static final String UPPER = "upper";
    private static final String LOWER = "lower";

    private final RunFiles files = new RunFiles();
    private final RunSummaries summaries = new RunSummaries(files);
    private Runs runs;
    private RunsUpdater updater;
    private SashForm sash;
    private RowTable<RunRow> table;
    private SelectionPane details;
    private IMemento memento;
    private List<RunRow> active = List.of();
    private volatile StoredRun wanted;

    @Override
    public void init(IViewSite site, IMemento newMemento) throws PartInitException {
        super.init(site, newMemento);
        memento = newMemento;
        runs = site.getService(Runs.class);
    }

    @Override
    public void createPartControl(Composite parent) {
        sash = new SashForm(parent, SWT.VERTICAL);
        parent.addListener(SWT.Resize, event -> sash.setOrientation(orientation(parent.getSize())));
        table = new RowTable<>(sash, "runs", RunColumns.all());
        details = new SelectionPane(sash, files, summaries.metrics());
        sash.setWeights(weight(UPPER, 2), weight(LOWER, 3));
        table.onSelection(details::show);
        table.onOpen(row -> RunActivation.toggle(runs, row.run()));
        getSite().setSelectionProvider(table.viewer());
        createContextMenu();
        listenToEditors();
        updater = new RunsUpdater(runs, summaries, parent.getDisplay(), this::show);
    }

    private void listenToEditors() {
        IEventBroker broker = getSite().getService(IEventBroker.class);
        EventHandler handler = event -> showEditorMessages();
        broker.subscribe(HiddenCounts.CHANGED, handler);
        sash.addDisposeListener(event -> broker.unsubscribe(handler));
        showEditorMessages();
    }

    private void showEditorMessages() {
        // A view that is being closed has no page any more.
        if (getSite().getPage() != null) {
            details.showEditorMessages(HiddenCounts.in(getSite().getPage()));
        }
    }

    /** A wide and low view, as at the bottom of a window, has the details beside the runs. */
    private static int orientation(Point size) {
        return size.x > 3 * size.y ? SWT.HORIZONTAL : SWT.VERTICAL;
    }

    private void createContextMenu() {
        MenuManager menu = new MenuManager();
        table.control().setMenu(menu.createContextMenu(table.control()));
        getSite().registerContextMenu(ID, menu, table.viewer());
    }

    private void show(List<RunRow> rows) {
        if (table.control().isDisposed()) {
            return;
        }
        table.setRows(rows);
        setContentDescription(
                rows.isEmpty() ? "There are no runs yet: choose Count As in a program's context menu." : "");
        rowToSelect(rows).ifPresent(row -> table.select(List.of(row)));
        details.show(table.selection());
    }

    /** The one that was asked for, or that has become active; the newest if there was no selection. */
    private Optional<RunRow> rowToSelect(List<RunRow> rows) {
        Optional<RunRow> newlyActive = rows.stream().filter(RunRow::active).filter(row -> !active.contains(row))
                .findFirst();
        active = rows.stream().filter(RunRow::active).toList();
        StoredRun run = wanted;
        if (run != null) {
            wanted = null;
            return rows.stream().filter(row -> row.run().file().equals(run.file())).findFirst();
        }
        return newlyActive.isPresent() || !table.selection().isEmpty() ? newlyActive : rows.stream().findFirst();
    }

    /** Selects a run, as soon as it is shown. Any thread may call. */
    void selectLater(StoredRun run) {
        wanted = run;
        updater.schedule();
    }

    private int weight(String key, int otherwise) {
        Integer known = memento == null ? null : memento.getInteger(key);
        return known == null || known < 1 ? otherwise : known;
    }

    @Override
    public void saveState(IMemento newMemento) {
        newMemento.putInteger(UPPER, sash.getWeights()[0]);
        newMemento.putInteger(LOWER, sash.getWeights()[1]);
    }

    public Runs runs() {
        return runs;
    }

    public List<RunRow> selection() {
        return table.selection();
    }

    /** The text of the table that has the focus, for the clipboard. */
    public String copyText() {
        return focused().copyText();
    }

    private RowTable<?> focused() {
        return details.tables().stream().filter(tab -> tab.control().isFocusControl()).findFirst()
                .orElseGet(() -> table);
    }

    @Override
    public void setFocus() {
        table.control().setFocus();
    }

    private void closeFiles() {
        try {
            files.close();
        } catch (IOException e) {
            ILog.get().warn("A run file that was being read can't be closed: " + e.getMessage(), e);
        }
    }

    @Override
    public void dispose() {
        if (updater != null) {
            updater.dispose();
        }
        closeFiles();
        super.dispose();
    }
}
