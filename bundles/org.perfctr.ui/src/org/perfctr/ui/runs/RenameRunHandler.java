// SPDX-License-Identifier: EPL-2.0
package org.perfctr.ui.runs;

import java.io.IOException;
import java.util.List;
import org.eclipse.core.commands.ExecutionEvent;
import org.eclipse.core.runtime.CoreException;
import org.eclipse.core.runtime.Status;
import org.eclipse.jface.dialogs.InputDialog;
import org.eclipse.jface.window.Window;
import org.perfctr.core.store.StoredRun;

/** Gives the selected run another title. */
public final class RenameRunHandler extends RunsHandler {
    @Override
    void execute(RunsView view, List<RunRow> selected, ExecutionEvent event) {
        RunRow row = selected.getFirst();
        String title = row.run().title();
        var dialog = new InputDialog(view.getSite().getShell(), "Rename Run", "New title:", title,
                newTitle -> newTitle.isBlank() ? "A run needs a title." : null);
        if (dialog.open() != Window.OK || dialog.getValue().equals(title)) {
            return;
        }
        inBackground("Renaming a run", monitor -> {
            StoredRun renamed = rename(view, row.run(), dialog.getValue());
            view.selectLater(renamed);
        });
    }

    private static StoredRun rename(RunsView view, StoredRun run, String title) throws CoreException {
        try {
            return view.runs().rename(run, title);
        } catch (IOException e) {
            throw new CoreException(Status.error(e.getMessage(), e));
        }
    }
}
