// SPDX-License-Identifier: EPL-2.0
package org.perfctr.ui.runs;

import java.io.IOException;
import java.util.List;
import org.eclipse.core.commands.ExecutionEvent;
import org.eclipse.core.runtime.CoreException;
import org.eclipse.core.runtime.Status;
import org.eclipse.jface.dialogs.MessageDialog;
import org.perfctr.core.store.StoredRun;

/** Deletes the selected runs, if the user means it. */
public final class DeleteRunsHandler extends RunsHandler {
    @Override
    void execute(RunsView view, List<RunRow> selected, ExecutionEvent event) {
        String which = selected.size() == 1
                ? "the run \"" + selected.getFirst().run().title() + "\""
                : selected.size() + " runs";
        int answer = MessageDialog.open(MessageDialog.WARNING, view.getSite().getShell(), "Delete Runs",
                "Delete " + which + " and what was counted? This can't be undone.", 0, "Delete", "Cancel");
        if (answer != 0) {
            return;
        }
        inBackground("Deleting runs", monitor -> {
            for (RunRow row : selected) {
                delete(view, row.run());
            }
        });
    }

    private static void delete(RunsView view, StoredRun run) throws CoreException {
        try {
            view.runs().delete(run);
        } catch (IOException e) {
            throw new CoreException(
                    Status.error("The run \"" + run.title() + "\" can't be deleted: " + e.getMessage(), e));
        }
    }
}
