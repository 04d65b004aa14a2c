// SPDX-License-Identifier: EPL-2.0
package org.perfctr.ui.editor;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.eclipse.core.runtime.ICoreRunnable;
import org.eclipse.core.runtime.jobs.Job;
import org.eclipse.jface.text.IDocument;
import org.eclipse.jface.text.source.IAnnotationModelExtension;
import org.eclipse.ui.IEditorPart;
import org.eclipse.ui.PlatformUI;
import org.eclipse.ui.texteditor.IDocumentProvider;
import org.eclipse.ui.texteditor.ITextEditor;

/** Keeps the counts in one editor up to date. For the UI thread. */
final class EditorCounts {
    private final ITextEditor editor;
    private final ContentReplaced replaced;
    private Optional<ActiveProfile> active = Optional.empty();
    private FileCounts ofSavedFile = FileCounts.NONE;
    private Job reading;
    private String said;

    EditorCounts(ITextEditor editor) {
        this.editor = editor;
        replaced = new ContentReplaced(this::readFile);
        replaced.listenTo(editor.getDocumentProvider());
        editor.addPropertyListener((part, property) -> propertyChanged(property));
    }

    /** Another run is active, or none. */
    void activeChanged(Optional<ActiveProfile> newActive) {
        active = newActive;
        readFile();
    }

    private void propertyChanged(int property) {
        if (property == IEditorPart.PROP_DIRTY && editor.isDirty()) {
            show();
        } else if (property == IEditorPart.PROP_DIRTY || property == IEditorPart.PROP_INPUT) {
            replaced.listenTo(editor.getDocumentProvider());
            readFile();
        }
    }

    /** The editor has been closed. */
    void dispose() {
        replaced.listenTo(null);
    }

    /** A file that was saved is newer than before, and an editor's new input is another file. */
    private void readFile() {
        Optional<Path> file = EditedFile.of(editor.getEditorInput());
        if (reading != null) {
            reading.cancel();
        }
        if (active.isEmpty() || file.isEmpty()) {
            read(FileCounts.NONE);
            return;
        }
        ActiveProfile profile = active.get();
        reading = Job.createSystem("Reading the counts of " + file.get().getFileName(), (ICoreRunnable) monitor -> {
            FileCounts counts = FileCounts.of(profile, file.get());
            PlatformUI.getWorkbench().getDisplay().asyncExec(() -> {
                if (!monitor.isCanceled()) {
                    read(counts);
                }
            });
        });
        reading.schedule();
    }

    private void read(FileCounts counts) {
        ofSavedFile = counts;
        show();
    }

    private void show() {
        IDocumentProvider provider = editor.getDocumentProvider();
        if (provider == null || !(provider
                .getAnnotationModel(editor.getEditorInput()) instanceof IAnnotationModelExtension documentModel)) {
            return;
        }
        IDocument document = provider.getDocument(editor.getEditorInput());
        FileCounts counts = editor.isDirty()
                ? ofSavedFile.hiddenBecause(editor.getTitle()
                        + " has been edited, so its lines have no counts: undo, or save, build and count it again.")
                : ofSavedFile;
        LineAnnotationModel.attach(documentModel).show(counts, document);
        sayWhyHidden(counts);
        HiddenCounts.changed();
    }

    /** In the status line, and takes it back; a message of somebody else is left alone. */
    private void sayWhyHidden(FileCounts counts) {
        String message = counts.hidden().orElse(null);
        if (!Objects.equals(message, said)) {
            said = message;
            editor.getEditorSite().getActionBars().getStatusLineManager().setMessage(message);
        }
    }
}
