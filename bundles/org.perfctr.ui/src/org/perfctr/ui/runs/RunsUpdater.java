// SPDX-License-Identifier: EPL-2.0
package org.perfctr.ui.runs;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.eclipse.swt.widgets.Display;
import org.perfctr.launching.Runs;
import org.perfctr.launching.RunsListener;

/** Has the rows read again whenever something about the runs has changed. */
final class RunsUpdater implements RunsListener {
    /** A run that is being counted changes all the time; the eye needs no more than this. */
    private static final int DELAY_MILLIS = 150;

    private final Runs runs;
    private final RunsReader reader;

    /** @param show is called on the UI thread */
    RunsUpdater(Runs runs, RunSummaries summaries, Display display, Consumer<List<RunRow>> show) {
        this.runs = runs;
        reader = new RunsReader(runs, summaries, rows -> {
            if (!display.isDisposed()) {
                display.asyncExec(() -> show.accept(rows));
            }
        });
        reader.setUser(false);
        runs.addListener(this);
        reader.schedule();
    }

    void schedule() {
        reader.schedule();
    }

    void dispose() {
        runs.removeListener(this);
        reader.cancel();
    }

    @Override
    public void runsChanged(Set<Path> files) {
        reader.schedule(DELAY_MILLIS);
    }

    @Override
    public void activeRunChanged() {
        reader.schedule();
    }
}
