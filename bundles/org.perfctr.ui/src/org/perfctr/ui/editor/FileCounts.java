// SPDX-License-Identifier: EPL-2.0
package org.perfctr.ui.editor;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

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
            return active.outdated(file)
                    ? Optional.of(name + " is newer than the program that " + active.title()
                            + " counted: build and count it again to see its lines.")
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.of("The time of " + name + " can't be read, so the lines of " + active.title()
                    + " may not fit: " + e.getMessage());
        }
    }
}
