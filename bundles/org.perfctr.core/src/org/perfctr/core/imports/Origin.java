// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.imports;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import org.perfctr.core.profile.Sampling;
import org.perfctr.core.run.Backend;
import org.perfctr.core.run.Event;
import org.perfctr.core.run.Host;
import org.perfctr.core.run.RunHeader;

/**
 * Where an imported run comes from.
 *
 * @param file the name of the file, without its folder
 * @param format what it was written by
 * @param modified when it was last changed: the run's time if the file does not tell it
 */
record Origin(String file, String format, Instant modified) {
    static Origin of(Path file, String format) throws IOException {
        return new Origin(file.getFileName().toString(), format, Files.getLastModifiedTime(file).toInstant());
    }

    /** @param command the program with its arguments; empty when the file does not tell it */
    RunHeader header(List<String> command, Instant started, List<Event> events, List<Sampling> sampling,
            List<Integer> cpus) {
        List<String> shown = command.isEmpty() && cpus.isEmpty() ? List.of(file) : command;
        return new RunHeader("", started, shown, "", new Host("", "", "", 0),
                new Backend("import", "imported from %s (%s)".formatted(file, format)), events, sampling, List.of(),
                cpus,
                Optional.empty());
    }

    /** What an event's name says of its modes: {@code cycles:u} counts in user mode. */
    static String scope(String event) {
        String modifier = event.substring(event.lastIndexOf(':') + 1);
        if (event.indexOf(':') < 0 || !modifier.matches("[ukhGHpPSDWe]+")) {
            return "user+kernel";
        }
        boolean user = modifier.indexOf('u') >= 0;
        boolean kernel = modifier.indexOf('k') >= 0;
        return user == kernel ? "user+kernel" : user ? "user" : "kernel";
    }
}
