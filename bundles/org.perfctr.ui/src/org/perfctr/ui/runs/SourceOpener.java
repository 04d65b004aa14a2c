// SPDX-License-Identifier: EPL-2.0
package org.perfctr.ui.runs;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.core.filesystem.EFS;
import org.eclipse.core.resources.IFile;
import org.eclipse.core.resources.ResourcesPlugin;
import org.eclipse.core.runtime.CoreException;
import org.eclipse.core.runtime.ICoreRunnable;
import org.eclipse.core.runtime.Status;
import org.eclipse.core.runtime.jobs.Job;
import org.eclipse.jface.text.BadLocationException;
import org.eclipse.jface.text.IDocument;
import org.eclipse.jface.text.IRegion;
import org.eclipse.swt.widgets.Display;
import org.eclipse.ui.IEditorPart;
import org.eclipse.ui.IWorkbenchPage;
import org.eclipse.ui.PlatformUI;
import org.eclipse.ui.ide.IDE;
import org.eclipse.ui.statushandlers.StatusManager;
import org.eclipse.ui.texteditor.ITextEditor;
import org.perfctr.core.profile.Frame;
import org.perfctr.core.profile.LineProfile;
import org.perfctr.core.profile.Source;
import org.perfctr.ui.editor.WorkspaceFiles;

/** Opens the editor at a line of a line profile. */
final class SourceOpener {
    /** Finds the file in the background, since that may take a walk through the workspace. */
    void open(LineProfile profile, Frame place) {
        Display display = Display.getCurrent();
        Job.create("Finding the source file", (ICoreRunnable) monitor -> {
            Source source = place.source().orElseThrow(() -> new CoreException(Status.info(
                    "This line can't be opened: " + place.function().module().path() + " has no line information.")));
            Path file = find(profile, source).orElseThrow(() -> new CoreException(Status.error(
                    source.file() + " does not exist, and no file of the workspace has the same name and folder."
                            + " Preferences > Run/Debug > Counting can say where its folder is.")));
            display.asyncExec(() -> open(file, place.line().orElse(1)));
        }).schedule();
    }

    /** Where it is, or else the file of the workspace that editors would annotate with this source's lines. */
    private static Optional<Path> find(LineProfile profile, Source source) throws CoreException {
        return Files.exists(source.file())
                ? Optional.of(source.file())
                : WorkspaceFiles.compiled(profile, source.name());
    }

    private static void open(Path file, int line) {
        IWorkbenchPage page = PlatformUI.getWorkbench().getActiveWorkbenchWindow().getActivePage();
        try {
            IFile[] files = ResourcesPlugin.getWorkspace().getRoot().findFilesForLocationURI(file.toUri());
            IEditorPart editor = files.length > 0
                    ? IDE.openEditor(page, files[0])
                    : IDE.openEditorOnFileStore(page, EFS.getLocalFileSystem().getStore(file.toUri()));
            if (editor instanceof ITextEditor text) {
                reveal(text, line);
            }
        } catch (CoreException e) {
            StatusManager.getManager().handle(e.getStatus(), StatusManager.SHOW);
        }
    }

    private static void reveal(ITextEditor editor, int line) {
        IDocument document = editor.getDocumentProvider().getDocument(editor.getEditorInput());
        try {
            IRegion region = document.getLineInformation(line - 1);
            editor.selectAndReveal(region.getOffset(), 0);
        } catch (BadLocationException e) {
            // The file is shorter than it was: it is open, which is all that can be done.
        }
    }
}
