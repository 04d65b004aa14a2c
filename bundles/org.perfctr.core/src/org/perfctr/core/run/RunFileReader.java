// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.run;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

import org.perfctr.core.profile.PathRules;

/**
 * Reads run files of format version 1. A file that ends too early, at whatever byte, gives what is whole of it,
 * and {@link Run#loss() says} what is missing. Thread-safe: no state is kept between calls.
 */
public final class RunFileReader {
    private RunFileReader() {}

    /**
     * Reads a run file; it may still be growing.
     *
     * @throws RunFileException if it cannot be opened, is no run file, is newer than this reader, or has a
     * malformed line
     * @throws IOException if reading fails
     */
    public static Run read(Path file) throws IOException {
        return read(file, PathRules.NONE);
    }

    /** As {@link #read(Path)}, of a program whose sources are no longer where they were compiled. */
    public static Run read(Path file, PathRules rules) throws IOException {
        try (InputStream in = open(file)) {
            return read(in, file.toString(), rules);
        }
    }

    /**
     * Reads a run file from a stream, which is not closed.
     *
     * @param name what messages call the file
     */
    public static Run read(InputStream in, String name) throws IOException {
        return read(in, name, PathRules.NONE);
    }

    private static Run read(InputStream in, String name, PathRules rules) throws IOException {
        // Not closed: the stream is the caller's.
        RunFollower run = new RunFollower(in, name, rules);
        Optional<Run> whole = run.read();
        return whole.orElseThrow(() -> noHeader(name, run.cutOff()));
    }

    /** Reads the header only, which is cheap for a file of any size. As {@link #read(Path)} else. */
    public static RunHeader readHeader(Path file) throws IOException {
        try (InputStream in = open(file)) {
            LineSplitter lines = new LineSplitter(in);
            try {
                Optional<String> line = lines.next();
                return header(new LineParser(), line.orElseThrow(() -> noHeader(file.toString(), lines.cutOff())),
                        file.toString());
            } catch (MalformedRecordException e) {
                throw malformed(file.toString(), lines, e);
            }
        }
    }

    static InputStream open(Path file) throws RunFileException {
        if (Files.isDirectory(file)) {
            throw new RunFileException(file + " is a folder, not a run file");
        }
        try {
            return Files.newInputStream(file);
        } catch (NoSuchFileException e) {
            throw new RunFileException(file + " does not exist", e);
        } catch (AccessDeniedException e) {
            throw new RunFileException(file + " cannot be read: you have no permission to", e);
        } catch (IOException e) {
            throw new RunFileException(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static RunFileException noHeader(String name, boolean cutOff) {
        return new RunFileException(cutOff
                ? name + " is not a run file, or is cut off within its first line"
                : name + " is empty: nothing was recorded in it");
    }

    /** @param line the file's first line */
    static RunHeader header(LineParser parser, String line, String name) throws IOException, MalformedRecordException {
        Fields record = firstRecord(parser, line, name);
        Optional<String> tooNew = HeaderParser.tooNew(record);
        if (tooNew.isPresent()) {
            throw new RunFileException(name + " " + tooNew.get());
        }
        return HeaderParser.parse(record);
    }

    private static Fields firstRecord(LineParser parser, String line, String name) throws RunFileException {
        try {
            Fields record = parser.parse(line);
            if (HeaderParser.isHeader(record)) {
                return record;
            }
        } catch (MalformedRecordException e) {
            // Reported below: whatever it is, it is no header.
        }
        throw new RunFileException(name + " is not a run file: its first line is not a perfctr-run header");
    }

    static RunFileException malformed(String name, LineSplitter lines, MalformedRecordException e) {
        return new RunFileException("%s, line %d: expected %s".formatted(name, lines.number(), e.getMessage()), e);
    }
}
