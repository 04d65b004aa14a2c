// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.imports;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The lines of a file, which know their number. Bytes that are no UTF-8 are replaced: names may hold any. */
class Lines implements Closeable {
    private final BufferedReader reader;
    private final String file;
    private int number;

    private Lines(BufferedReader reader, String file) {
        this.reader = reader;
        this.file = file;
    }

    /** @throws IOException with one sentence for the user if the file cannot be read */
    static Lines of(Path file) throws IOException {
        ImportFormat.requireFile(file);
        return new Lines(new BufferedReader(new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8)),
                file.toString());
    }

    Optional<String> next() throws IOException {
        number++;
        // No path has a NUL, and no name should.
        return Optional.ofNullable(reader.readLine()).map(line -> line.replace('\0', '\ufffd'));
    }

    /** The complaint about the line last read: which, and what was expected. */
    IOException malformed(String expected) {
        return new IOException("%s, line %d: expected %s".formatted(file, number, expected));
    }

    /** A number from 0 to 2^63-1. */
    long number(String text) throws IOException {
        try {
            long value = text.startsWith("0x") ? Long.parseLong(text.substring(2), 16) : Long.parseLong(text);
            if (value >= 0) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Reported below.
        }
        throw malformed("a whole number below 2^63, not \"" + text + "\"");
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
