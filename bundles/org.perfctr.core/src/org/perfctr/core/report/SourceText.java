// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.perfctr.core.profile.Frame;
import org.perfctr.core.profile.Line;

/**
 * The text of source lines, from files that are still there and not newer than the program. Not thread-safe.
 */
class SourceText {
    private final Map<Path, List<String>> files = new HashMap<>();

    /** The text of the line without its indentation; absent when it is not known for sure. */
    Optional<String> of(Line line) {
        return of(new Frame(line.function(), line.source(), line.line()));
    }

    /** As {@link #of(Line)}. */
    Optional<String> of(Frame line) {
        if (line.source().isEmpty() || line.line().isEmpty()) {
            return Optional.empty();
        }
        Path file = line.source().get().file();
        int index = line.line().getAsInt() - 1;
        List<String> lines = files.computeIfAbsent(file, SourceText::read);
        if (index < 0 || index >= lines.size() || newerThanProgram(file, line)) {
            return Optional.empty();
        }
        return Optional.of(lines.get(index).strip());
    }

    private static List<String> read(Path file) {
        try {
            return SourceFile.lines(file);
        } catch (IOException e) {
            return List.of();
        }
    }

    private static boolean newerThanProgram(Path file, Frame line) {
        try {
            Instant changed = Files.getLastModifiedTime(file).toInstant();
            return line.function().module().modified().filter(changed::isAfter).isPresent();
        } catch (IOException e) {
            return true;
        }
    }
}
