// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Titles of runs, which are the names of their files. */
final class Titles {
    private static final int LONGEST_NAME = 255;
    private static final int LONGEST_PROGRAM = 60;

    private Titles() {}

    /** @throws IOException with one sentence for the user if the title cannot be a file's name */
    static String fileName(String title) throws IOException {
        String name = title + RunStore.SUFFIX;
        if (title.isBlank() || title.startsWith(".") || title.indexOf('/') >= 0 || title.indexOf('\0') >= 0
                || name.getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME) {
            throw new IOException("\"" + title + "\" cannot be the title of a run: a title is a file name, not empty, "
                    + "without \"/\", not starting with \".\", and of at most 240 bytes");
        }
        return name;
    }

    /** A title that can be a file's name, after a program's name or path. */
    static String ofProgram(String program) {
        String name = program.substring(program.lastIndexOf('/') + 1).replaceAll("[^\\p{L}\\p{N}._+-]", "_");
        String legal = name.isEmpty() || name.startsWith(".") ? "run" + name : name;
        return legal.codePointCount(0, legal.length()) <= LONGEST_PROGRAM
                ? legal
                : legal.substring(0, legal.offsetByCodePoints(0, LONGEST_PROGRAM));
    }
}
