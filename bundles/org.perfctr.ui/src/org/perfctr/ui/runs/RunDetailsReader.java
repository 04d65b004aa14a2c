// SPDX-License-Identifier: EPL-2.0
package org.perfctr.ui.runs;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.eclipse.core.runtime.IProgressMonitor;
import org.eclipse.core.runtime.IStatus;
import org.eclipse.core.runtime.Status;
import org.eclipse.core.runtime.jobs.Job;
import org.eclipse.swt.widgets.Display;
import org.perfctr.core.metric.MetricCatalog;
import org.perfctr.core.run.Run;
import org.perfctr.core.run.RunFileReader;

/** Reads the selected run completely, in the background. */
final class RunDetailsReader extends Job {
    private final MetricCatalog metrics;
    private final Display display;
    private final BiConsumer<Optional<RunDetails>, List<Message>> done;
    private volatile Optional<RunRow> wanted = Optional.empty();

    /** @param done is called on the UI thread */
    RunDetailsReader(MetricCatalog metrics, Display display, BiConsumer<Optional<RunDetails>, List<Message>> done) {
        super("Reading a run");
        setSystem(true);
        this.metrics = metrics;
        this.display = display;
        this.done = done;
    }

    void read(Optional<RunRow> row) {
        wanted = row;
        schedule();
    }

    @Override
    protected IStatus run(IProgressMonitor monitor) {
        Optional<RunRow> row = wanted;
        if (row.isEmpty()) {
            tell(row, Optional.empty(), List.of());
            return Status.OK_STATUS;
        }
        try {
            Run run = RunFileReader.read(row.get().run().file());
            tell(row, Optional.of(new RunDetails(run, metrics.metricsOf(run))), messages(row.get(), run));
        } catch (IOException e) {
            tell(row, Optional.empty(), List.of(new Message(true, e.getMessage())));
        }
        return Status.OK_STATUS;
    }

    /** A run that is still being counted lacks its end, which is nothing to warn of. */
    private static List<Message> messages(RunRow row, Run run) {
        return row.summary().state() == RunState.COUNTING
                ? Message.of(new Run(run.header(), run.repetitions(), run.degradations(), run.profile(),
                        Optional.empty()))
                : Message.of(run);
    }

    private void tell(Optional<RunRow> row, Optional<RunDetails> details, List<Message> messages) {
        if (display.isDisposed()) {
            return;
        }
        display.asyncExec(() -> {
            if (wanted == row) {
                done.accept(details, messages);
            }
        });
    }
}
