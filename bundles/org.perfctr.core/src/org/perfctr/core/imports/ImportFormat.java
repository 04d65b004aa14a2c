// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.imports;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

import org.perfctr.core.run.Run;

/** The formats of other programs that can be read as a run. */
public enum ImportFormat {
    /** What {@code perf stat -j} prints: one JSON object a line. */
    PERF_STAT("perf-stat") {
        @Override
        Run read(Lines lines, Origin origin) throws IOException {
            return new PerfStat(origin).read(lines);
        }
    },
    /** What {@code perf script} prints: samples with or without calls. */
    PERF_SCRIPT("perf-script") {
        @Override
        Run read(Lines lines, Origin origin) throws IOException {
            return new PerfScript(origin).read(lines);
        }
    },
    /** What Valgrind's Callgrind and Cachegrind's kin write. */
    CALLGRIND("callgrind") {
        @Override
        Run read(Lines lines, Origin origin) throws IOException {
            return new Callgrind(origin).read(lines);
        }
    };

    private final String text;

    ImportFormat(String text) {
        this.text = text;
    }

    /**
     * Reads a file in this format.
     *
     * @throws IOException with one sentence for the user if it cannot be read, or is not in this format
     */
    public Run read(Path file) throws IOException {
        Origin origin = Origin.of(file, text);
        try (Lines lines = Lines.of(file)) {
            return read(lines, origin);
        }
    }

    /**
     * The format that a file seems to be in.
     *
     * @throws IOException with one sentence for the user if it cannot be read, or is in none of the formats
     */
    public static ImportFormat of(Path file) throws IOException {
        try (Lines lines = Lines.of(file)) {
            for (Optional<String> line = lines.next(); line.isPresent(); line = lines.next()) {
                if (line.get().startsWith("# callgrind format") || line.get().startsWith("events:")) {
                    return CALLGRIND;
                }
                if (line.get().startsWith("{")) {
                    return PERF_STAT;
                }
                if (PerfScript.isSample(line.get())) {
                    return PERF_SCRIPT;
                }
            }
        }
        throw new IOException(file + " is neither output of perf stat -j or perf script nor a callgrind file");
    }

    abstract Run read(Lines lines, Origin origin) throws IOException;

    @Override
    public String toString() {
        return text;
    }

    /** @throws IOException with one sentence for the user if there is no such file */
    static void requireFile(Path file) throws IOException {
        if (!Files.exists(file)) {
            throw new NoSuchFileException(file + " does not exist");
        }
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw new IOException(file + " is no file, or cannot be read");
        }
    }
}
