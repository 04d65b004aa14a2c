// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.run;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;

import org.perfctr.core.profile.PathRules;

/**
 * Reads a run file while it grows: each time only what was added. Not thread-safe; each run that it gives is
 * immutable.
 */
public final class RunFollower implements Closeable {
    private final String name;
    private final InputStream in;
    private final PathRules rules;
    private final LineSplitter lines;
    private final LineParser parser = new LineParser();
    private Optional<RunAssembler> run = Optional.empty();

    /**
     * @param rules where sources are
     * @throws RunFileException if the file cannot be opened
     */
    public RunFollower(Path file, PathRules rules) throws RunFileException {
        this(RunFileReader.open(file), file.toString(), rules);
    }

    RunFollower(InputStream in, String name, PathRules rules) {
        this.rules = rules;
        this.in = in;
        this.name = name;
        lines = new LineSplitter(in);
    }

    /**
     * The run as far as it is written by now; nothing while its header is not.
     *
     * @throws RunFileException if it is no run file, is newer than this reader, or has a malformed line
     * @throws IOException if reading fails
     */
    public Optional<Run> read() throws IOException {
        try {
            for (Optional<String> line = lines.next(); line.isPresent(); line = lines.next()) {
                add(line.get());
            }
        } catch (MalformedRecordException e) {
            throw RunFileReader.malformed(name, lines, e);
        }
        Optional<String> cutOff = lines.cutOff()
                ? Optional.of("its last line, line %d, is cut off and was left out".formatted(lines.number()))
                : Optional.empty();
        return run.map(assembler -> assembler.assemble(cutOff));
    }

    /** Whether the file ended within a line when it was read last. */
    boolean cutOff() {
        return lines.cutOff();
    }

    private void add(String line) throws IOException, MalformedRecordException {
        if (run.isPresent()) {
            parser.parse(line, run.get());
        } else {
            run = Optional.of(new RunAssembler(RunFileReader.header(parser, line, name), rules));
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
