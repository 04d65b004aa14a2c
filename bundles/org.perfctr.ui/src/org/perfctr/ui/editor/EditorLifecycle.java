// SPDX-License-Identifier: EPL-2.0
package org.perfctr.ui.editor;

import java.util.function.Consumer;
import org.eclipse.ui.IPartListener2;
import org.eclipse.ui.IWorkbenchPartReference;
import org.eclipse.ui.texteditor.ITextEditor;

/** Tells which text editors of a window come and go. */
final class EditorLifecycle implements IPartListener2 {
    private final Consumer<ITextEditor> opened;
    private final Consumer<ITextEditor> closed;

    EditorLifecycle(Consumer<ITextEditor> opened, Consumer<ITextEditor> closed) {
        this.opened = opened;
        this.closed = closed;
    }

    @Override
    public void partOpened(IWorkbenchPartReference reference) {
        tell(reference, opened);
    }

    @Override
    public void partClosed(IWorkbenchPartReference reference) {
        tell(reference, closed);
    }

    private static void tell(IWorkbenchPartReference reference, Consumer<ITextEditor> listener) {
        if (reference.getPart(false) instanceof ITextEditor editor) {
            listener.accept(editor);
        }
    }
}
