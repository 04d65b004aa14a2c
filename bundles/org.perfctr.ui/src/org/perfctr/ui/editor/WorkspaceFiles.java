// SPDX-License-Identifier: EPL-2.0
package org.perfctr.ui.editor;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.core.resources.IResource;
import org.eclipse.core.resources.ResourcesPlugin;
import org.eclipse.core.runtime.CoreException;
import org.eclipse.core.runtime.IPath;
import org.perfctr.core.profile.LineProfile;

/** Finds files of the workspace by their names. Walks through all of it: not for the UI thread. */
public final class WorkspaceFiles {
    private WorkspaceFiles() {}

    /**
     * The file that has a profile's lines: of several that are named alike, the one whose content was compiled.
     *
     * @param name a file's name without its folders
     */
    public static Optional<Path> compiled(LineProfile profile, String name) throws CoreException {
        List<Path> candidates = named(name).stream().filter(file -> !profile.linesOf(file).isEmpty()).toList();
        return candidates.stream().filter(file -> sameContent(profile, file)).findFirst()
                .or(() -> candidates.stream().findFirst());
    }

    /** Another file with the content that was compiled. */
    static Optional<Path> original(LineProfile profile, Path file) throws CoreException {
        return compiled(profile, file.getFileName().toString()).filter(other -> !other.equals(file))
                .filter(other -> sameContent(profile, other));
    }

    private static boolean sameContent(LineProfile profile, Path file) {
        try {
            return profile.sameContent(file).orElse(false);
        } catch (IOException e) {
            // It can't be read, so it is not the one.
            return false;
        }
    }

    private static List<Path> named(String name) throws CoreException {
        List<Path> files = new ArrayList<>();
        ResourcesPlugin.getWorkspace().getRoot().accept(proxy -> {
            if (proxy.getType() == IResource.FILE && proxy.getName().equals(name)) {
                IPath location = proxy.requestResource().getLocation();
                if (location != null) {
                    files.add(location.toPath());
                }
            }
            return true;
        }, IResource.NONE);
        return files;
    }
}
