// SPDX-License-Identifier: EPL-2.0
package org.perfctr.ui.runs;

import java.util.List;
import org.eclipse.core.commands.AbstractHandler;
import org.eclipse.core.commands.ExecutionEvent;
import org.eclipse.core.runtime.ICoreRunnable;
import org.eclipse.core.runtime.jobs.Job;
import org.eclipse.ui.handlers.HandlerUtil;

/** A command on the runs that are selected in the Runs view. */
abstract class RunsHandler extends AbstractHandler {
    @Override
    public final Object execute(ExecutionEvent event) {
        if (HandlerUtil.getActivePart(event) instanceof RunsView view && !view.selection().isEmpty()) {
            execute(view, view.selection(), event);
        }
        return null;
    }

    abstract void execute(RunsView view, List<RunRow> selected, ExecutionEvent event);

    /** Does work on files in the background; the platform shows what went wrong. */
    static void inBackground(String name, ICoreRunnable work) {
        Job job = Job.create(name, work);
        job.setUser(true);
        job.schedule();
    }
}
