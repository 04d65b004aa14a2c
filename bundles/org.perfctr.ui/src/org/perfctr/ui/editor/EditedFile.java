// SPDX-License-Identifier: EPL-2.0
package org.perfctr.ui.editor;

import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.core.filesystem.EFS;
import org.eclipse.core.resources.IFile;
import org.eclipse.core.runtime.IPath;
import org.eclipse.ui.IEditorInput;
import org.eclipse.ui.IURIEditorInput;

/** Finds the file that an editor shows. */
final class EditedFile {
    private EditedFile() {}

    /** Nothing for what isn't a file of this machine, such as a revision from a repository. */
    static Optional<Path> of(IEditorInput input) {
        if (input == null) {
            return Optional.empty();
        }
        IFile file = input.getAdapter(IFile.class);
        if (file != null) {
            return Optional.ofNullable(file.getLocation()).map(IPath::toPath);
        }
        return input instanceof IURIEditorInput uri && EFS.SCHEME_FILE.equals(uri.getURI().getScheme())
                ? Optional.of(Path.of(uri.getURI()))
                : Optional.empty();
    }
}
