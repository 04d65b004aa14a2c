// SPDX-License-Identifier: EPL-2.0
package org.perfctr.ui.editor;

import org.eclipse.ui.texteditor.IDocumentProvider;
import org.eclipse.ui.texteditor.IElementStateListener;

/** Tells when an editor has read its file again, because something else has written it. */
final class ContentReplaced implements IElementStateListener {
    private final Runnable action;
    private IDocumentProvider provider;

    ContentReplaced(Runnable action) {
        this.action = action;
    }

    /** @param newProvider of an editor's input; null for none */
    void listenTo(IDocumentProvider newProvider) {
        if (provider != null) {
            provider.removeElementStateListener(this);
        }
        provider = newProvider;
        if (provider != null) {
            provider.addElementStateListener(this);
        }
    }

    @Override
    public void elementContentReplaced(Object element) {
        action.run();
    }

    @Override
    public void elementDirtyStateChanged(Object element, boolean dirty) {}

    @Override
    public void elementContentAboutToBeReplaced(Object element) {}

    @Override
    public void elementDeleted(Object element) {}

    @Override
    public void elementMoved(Object originalElement, Object movedElement) {}
}
