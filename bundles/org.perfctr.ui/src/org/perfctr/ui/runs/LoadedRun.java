// SPDX-License-Identifier: EPL-2.0
package org.perfctr.ui.runs;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.perfctr.core.metric.MetricCatalog;
import org.perfctr.core.run.Run;

/**
 * What there is to show of the selected run.
 *
 * @param details the run; empty if none is selected, or if it can't be read
 * @param messages what to know before its numbers are read
 */
record LoadedRun(Optional<RunDetails> details, List<Message> messages) {
    static LoadedRun none() {
        return new LoadedRun(Optional.empty(), List.of());
    }

    static LoadedRun of(RunRow row, RunFiles files, MetricCatalog metrics) {
        try {
            Run run = files.read(row.run().file(), row.summary().state() == RunState.COUNTING);
            return new LoadedRun(Optional.of(new RunDetails(run, metrics.metricsOf(run))), messages(row, run));
        } catch (IOException e) {
            return new LoadedRun(Optional.empty(), List.of(new Message(true, e.getMessage())));
        }
    }

    /** A run that is still being counted lacks its end, which is nothing to warn of. */
    private static List<Message> messages(RunRow row, Run run) {
        return row.summary().state() == RunState.COUNTING
                ? Message.of(new Run(run.header(), run.repetitions(), run.degradations(), run.profile(),
                        Optional.empty()))
                : Message.of(run);
    }
}
