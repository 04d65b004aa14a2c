// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.run;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Splits a stream into lines, and tells a last line without its end from a whole one. */
class LineSplitter {
    /** More than the longest command line that Linux takes; what is longer is no run file. */
    private static final int LONGEST_LINE = 16 << 20;

    private final InputStream in;
    private final byte[] buffer = new byte[1 << 16];
    private final ByteArrayOutputStream line = new ByteArrayOutputStream(1 << 10);
    private int position;
    private int limit;
    private int number = 1;
    private boolean whole;

    LineSplitter(InputStream in) {
        this.in = in;
    }

    /** The next whole line, or nothing at the end or before a half line; the stream may have more later. */
    Optional<String> next() throws IOException, MalformedRecordException {
        if (whole) {
            whole = false;
            line.reset();
            number++;
        }
        while (fill()) {
            int end = position;
            while (end < limit && buffer[end] != '\n') {
                end++;
            }
            int start = position;
            position = end + 1;
            if (end < limit) {
                whole = true;
                return Optional.of(text(start, end));
            }
            line.write(buffer, start, end - start);
            if (line.size() > LONGEST_LINE) {
                throw new MalformedRecordException("a line of at most 16 MiB");
            }
        }
        return Optional.empty();
    }

    private String text(int start, int end) {
        if (line.size() == 0) {
            return new String(buffer, start, end - start, StandardCharsets.UTF_8);
        }
        line.write(buffer, start, end - start);
        return line.toString(StandardCharsets.UTF_8);
    }

    /** The number, from 1, of the line last asked for. */
    int number() {
        return number;
    }

    /** Whether the stream ended within a line. */
    boolean cutOff() {
        return !whole && line.size() > 0;
    }

    private boolean fill() throws IOException {
        if (position < limit) {
            return true;
        }
        position = 0;
        limit = in.read(buffer);
        return limit > 0;
    }
}
