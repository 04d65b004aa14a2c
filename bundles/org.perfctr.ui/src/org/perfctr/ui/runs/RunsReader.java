// SPDX-License-Identifier: EPL-2.0
package org.perfctr.ui.runs;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.eclipse.core.runtime.IProgressMonitor;
import org.eclipse.core.runtime.IStatus;
import org.eclipse.core.runtime.Status;
import org.eclipse.core.runtime.SubMonitor;
import org.eclipse.core.runtime.jobs.Job;
import org.eclipse.debug.core.DebugPlugin;
import org.eclipse.debug.core.ILaunch;
import org.perfctr.core.store.StoredRun;
import org.perfctr.launching.CountLaunch;
import org.perfctr.launching.Runs;

/** Reads the rows of the table of runs, in the background. */
final class RunsReader extends Job {
    private final Runs runs;
    private final RunSummaries summaries;
    private final Consumer<List<RunRow>> done;

    /** @param done is called on the job's thread */
    RunsReader(Runs runs, RunSummaries summaries, Consumer<List<RunRow>> done) {
        super("Reading runs");
        this.runs = runs;
        this.summaries = summaries;
        this.done = done;
    }

    @Override
    protected IStatus run(IProgressMonitor monitor) {
        List<StoredRun> stored = runs.list();
        Optional<Path> active = runs.active().map(StoredRun::file);
        Set<Path> counting = counting();
        SubMonitor progress = SubMonitor.convert(monitor, stored.size());
        List<RunRow> rows = new ArrayList<>(stored.size());
        for (StoredRun run : stored) {
            if (progress.isCanceled()) {
                return Status.CANCEL_STATUS;
            }
            rows.add(new RunRow(run, summaries.of(run, counting.contains(run.file())),
                    active.filter(run.file()::equals).isPresent()));
            progress.worked(1);
        }
        summaries.keep(stored.stream().map(StoredRun::file).collect(Collectors.toSet()));
        done.accept(rows);
        return Status.OK_STATUS;
    }

    private static Set<Path> counting() {
        return Arrays.stream(DebugPlugin.getDefault().getLaunchManager().getLaunches())
                .filter(launch -> !launch.isTerminated())
                .map((ILaunch launch) -> launch.getAttribute(CountLaunch.RUN_FILE)).filter(Objects::nonNull)
                .map(Path::of).collect(Collectors.toSet());
    }
}
