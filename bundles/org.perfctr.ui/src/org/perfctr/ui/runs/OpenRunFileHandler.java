// SPDX-License-Identifier: EPL-2.0
package org.perfctr.ui.runs;

import java.util.List;
import org.eclipse.core.commands.ExecutionEvent;
import org.eclipse.core.filesystem.EFS;
import org.eclipse.core.filesystem.IFileStore;
import org.eclipse.ui.PartInitException;
import org.eclipse.ui.editors.text.EditorsUI;
import org.eclipse.ui.ide.FileStoreEditorInput;
import org.eclipse.ui.statushandlers.StatusManager;

/** Opens the selected run's file as text. */
public final class OpenRunFileHandler extends RunsHandler {
    @Override
    void execute(RunsView view, List<RunRow> selected, ExecutionEvent event) {
        IFileStore file = EFS.getLocalFileSystem().getStore(selected.getFirst().run().file().toUri());
        try {
            view.getSite().getPage().openEditor(new FileStoreEditorInput(file), EditorsUI.DEFAULT_TEXT_EDITOR_ID);
        } catch (PartInitException e) {
            StatusManager.getManager().handle(e.getStatus(), StatusManager.SHOW);
        }
    }
}
