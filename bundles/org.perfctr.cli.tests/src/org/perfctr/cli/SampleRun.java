// SPDX-License-Identifier: EPL-2.0
package org.perfctr.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;

/** A run that perfex recorded, with its source file, as if it had been recorded in another folder. */
final class SampleRun {
    private static final Path FIXTURES = Path.of("../org.perfctr.core.tests/fixtures");

    private SampleRun() {}

    static Path in(Path folder) throws IOException {
        Path source = Files.copy(FIXTURES.resolve("sieve.c"), folder.resolve("sieve.c"));
        Files.setLastModifiedTime(source, FileTime.fromMillis(0));
        String text = Files.readString(FIXTURES.resolve("sieve.perfrun"));
        return Files.writeString(folder.resolve("sieve.perfrun"),
                text.replace("\"directory\":\"/home/me/sample\"", "\"directory\":\"" + folder + "\""));
    }
}
