// SPDX-License-Identifier: EPL-2.0
package org.perfctr.ui.editor;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.eclipse.core.runtime.CoreException;

/**
 * What the active run says of one source file.
 *
 * @param lines its lines with samples, in the order of the file
 * @param hidden why they must not be shown; absent if they can be
 */
record FileCounts(List<HotLine> lines, Optional<String> hidden) {
    static final FileCounts NONE = new FileCounts(List.of(), Optional.empty());

    /** Looks into the file system: not for the UI thread. */
    static FileCounts of(ActiveProfile active, Path file) {
        List<HotLine> lines = active.linesOf(file);
        return new FileCounts(lines, lines.isEmpty() ? Optional.empty() : outdated(active, file));
    }

    /** The lines that can be shown. */
    List<HotLine> shown() {
        return hidden.isPresent() ? List.of() : lines;
    }

    FileCounts hiddenBecause(String reason) {
        return lines.isEmpty() ? this : new FileCounts(lines, Optional.of(reason));
    }

    private static Optional<String> outdated(ActiveProfile active, Path file) {
        String name = file.getFileName().toString();
        try {
            if (active.hasOtherContent(file)) {
                return Optional.of(otherContent(active, file, name));
            }
            return active.outdated(file)
                    ? Optional.of(name + " is newer than the program that " + active.title()
                            + " counted: build and count it again to see its lines.")
                    : Optional.empty();
        } catch (IOException | CoreException e) {
            return Optional.of(name + " can't be compared with what was compiled, so the lines of " + active.title()
                    + " may not fit: " + e.getMessage());
        }
    }

    private static String otherContent(ActiveProfile active, Path file, String name) throws CoreException {
        return WorkspaceFiles.original(active.profile(), file)
                .map(original -> "The lines that " + active.title() + " counted are those of " + original
                        + ", and this " + name + " has another content.")
                .orElseGet(() -> name + " has changed since it was compiled for " + active.title()
                        + ": build and count it again to see its lines.");
    }
}
