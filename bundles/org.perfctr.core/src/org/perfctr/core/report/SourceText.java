// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.report;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.perfctr.core.profile.Frame;
import org.perfctr.core.profile.Line;
import org.perfctr.core.profile.Module;
import org.perfctr.core.profile.Source;
import org.perfctr.core.profile.SourceFile;

/**
 * The text of source lines, from files that are still there and have not changed since. Not thread-safe.
 */
public final class SourceText {
    private final Map<Source, List<String>> files = new HashMap<>();

    /** The text of the line without its indentation; absent when it is not known for sure. */
    public Optional<String> of(Line line) {
        return of(line.place());
    }

    /** As {@link #of(Line)}. */
    public Optional<String> of(Frame line) {
        if (line.source().isEmpty() || line.line().isEmpty()) {
            return Optional.empty();
        }
        int index = line.line().getAsInt() - 1;
        List<String> lines = files.computeIfAbsent(line.source().get(),
                source -> read(source, line.function().module()));
        return index < 0 || index >= lines.size() ? Optional.empty() : Optional.of(lines.get(index).strip());
    }

    private static List<String> read(Source source, Module module) {
        try {
            return outdated(source, module) ? List.of() : SourceFile.lines(source.file());
        } catch (IOException e) {
            return List.of();
        }
    }

    private static boolean outdated(Source source, Module module) throws IOException {
        Optional<Boolean> same = source.sameContent(source.file());
        if (same.isPresent()) {
            return !same.get();
        }
        Instant changed = Files.getLastModifiedTime(source.file()).toInstant();
        return module.modified().filter(changed::isAfter).isPresent();
    }
}
