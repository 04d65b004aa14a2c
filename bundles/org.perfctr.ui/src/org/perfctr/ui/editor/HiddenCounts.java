// SPDX-License-Identifier: EPL-2.0
package org.perfctr.ui.editor;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.e4.core.services.events.IEventBroker;
import org.eclipse.ui.IEditorReference;
import org.eclipse.ui.IWorkbenchPage;
import org.eclipse.ui.PlatformUI;
import org.eclipse.ui.texteditor.IDocumentProvider;
import org.eclipse.ui.texteditor.ITextEditor;

/** Tells why open editors don't show the counts that the active run has for them. */
public final class HiddenCounts {
    /** The event that is sent when the answer may be another one. */
    public static final String CHANGED = "org/perfctr/ui/hiddenCounts";

    private HiddenCounts() {}

    /** One sentence for each editor whose counts are hidden. For the UI thread. */
    public static List<String> in(IWorkbenchPage page) {
        return Arrays.stream(page.getEditorReferences()).flatMap(HiddenCounts::textEditor)
                .flatMap(editor -> of(editor).stream()).distinct().toList();
    }

    static Optional<String> of(ITextEditor editor) {
        IDocumentProvider provider = editor.getDocumentProvider();
        return provider == null
                ? Optional.empty()
                : LineAnnotationModel.of(provider.getAnnotationModel(editor.getEditorInput()))
                        .flatMap(model -> model.counts().hidden());
    }

    static void changed() {
        PlatformUI.getWorkbench().getService(IEventBroker.class).post(CHANGED, null);
    }

    private static Stream<ITextEditor> textEditor(IEditorReference reference) {
        return Stream.of(reference).map(open -> open.getEditor(false)).filter(Objects::nonNull)
                .filter(ITextEditor.class::isInstance).map(ITextEditor.class::cast);
    }
}
