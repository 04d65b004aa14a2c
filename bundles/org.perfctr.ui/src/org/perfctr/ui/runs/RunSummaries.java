// SPDX-License-Identifier: EPL-2.0
package org.perfctr.ui.runs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.core.runtime.ILog;
import org.perfctr.core.metric.MetricCatalog;
import org.perfctr.core.store.StoredRun;

/** Summaries of runs, read again only when their files have changed. Any thread may call. */
final class RunSummaries {
    private final MetricCatalog metrics = MetricCatalog.bundled();
    private final RunFiles files;
    private final Map<Path, Read> read = new ConcurrentHashMap<>();

    RunSummaries(RunFiles files) {
        this.files = files;
    }

    /** Reads the run's file, unless that was done before: not for the UI thread. */
    RunSummary of(StoredRun run, boolean counting) {
        try {
            FileTime changed = Files.getLastModifiedTime(run.file());
            Read known = read.get(run.file());
            if (known == null || !known.changed.equals(changed) || known.counting != counting) {
                RunSummary summary = RunSummary.of(files.read(run.file(), counting), metrics, counting);
                known = new Read(changed, counting, summary);
                read.put(run.file(), known);
            }
            return known.summary;
        } catch (IOException e) {
            // The folder, which is long and the same for all, would hide what is wrong.
            return RunSummary
                    .unreadable(e.getMessage().replace(run.file().toString(), run.file().getFileName().toString()));
        } catch (RuntimeException e) {
            // One bad run must not hide the others.
            ILog.get().error("The run " + run.file() + " can't be read: " + e, e);
            return RunSummary.unreadable(e.toString());
        }
    }

    /** Forgets all other runs. */
    void keep(Set<Path> kept) {
        read.keySet().retainAll(kept);
    }

    MetricCatalog metrics() {
        return metrics;
    }

    private record Read(FileTime changed, boolean counting, RunSummary summary) {}
}
