// SPDX-License-Identifier: EPL-2.0
package org.perfctr.ui.runs;

import java.util.function.Consumer;
import java.util.function.Function;
import org.eclipse.core.runtime.IProgressMonitor;
import org.eclipse.core.runtime.IStatus;
import org.eclipse.core.runtime.Status;
import org.eclipse.core.runtime.jobs.Job;
import org.eclipse.swt.widgets.Display;

/**
 * Reads what was asked for last in the background; an answer that was overtaken is dropped.
 *
 * @param <Q> what is asked for
 * @param <A> the answer
 */
final class BackgroundReader<Q, A> extends Job {
    private final Display display;
    private final Function<Q, A> read;
    private final Consumer<A> done;
    private volatile Q wanted;

    /** @param done is called on the UI thread */
    BackgroundReader(String name, Display display, Function<Q, A> read, Consumer<A> done) {
        super(name);
        setSystem(true);
        this.display = display;
        this.read = read;
        this.done = done;
    }

    void read(Q newlyWanted) {
        wanted = newlyWanted;
        schedule();
    }

    @Override
    protected IStatus run(IProgressMonitor monitor) {
        Q asked = wanted;
        A answer = read.apply(asked);
        if (!display.isDisposed()) {
            display.asyncExec(() -> {
                if (wanted == asked) {
                    done.accept(answer);
                }
            });
        }
        return Status.OK_STATUS;
    }
}
