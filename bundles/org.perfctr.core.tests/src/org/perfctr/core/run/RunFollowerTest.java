// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.perfctr.core.profile.PathRules;

class RunFollowerTest {
    private static final byte[] SMALL = RunFiles.SMALL.getBytes(StandardCharsets.UTF_8);
    private static final int HEADER = RunFiles.HEADER.getBytes(StandardCharsets.UTF_8).length;

    @TempDir
    private Path folder;
    private Path file;

    @BeforeEach
    void makeFile() throws IOException {
        file = Files.createFile(folder.resolve("run.perfrun"));
    }

    @Test
    void seesAfterEachByteWhatAReaderOfTheWholeFileSees() throws IOException {
        try (RunFollower follower = new RunFollower(file, PathRules.NONE)) {
            for (int length = 0; length < SMALL.length; length++) {
                Optional<Run> followed = follower.read();
                assertEquals(length >= HEADER, followed.isPresent(), "at " + length);
                if (followed.isPresent()) {
                    Run read = RunFiles.read(Arrays.copyOf(SMALL, length));
                    assertEquals(read.loss(), followed.get().loss(), "at " + length);
                    assertEquals(read.repetitions().size(), followed.get().repetitions().size(), "at " + length);
                }
                append(SMALL[length]);
            }
            assertTrue(follower.read().orElseThrow().complete());
        }
    }

    @Test
    void showsTheCountsOfTheLastSnapshotAsTheyCome() throws IOException {
        append(RunFiles.HEADER + "{\"type\":\"repetition\",\"repetition\":1,\"time\":0}\n");
        try (RunFollower follower = new RunFollower(file, PathRules.NONE)) {
            for (long count = 1; count <= 3; count++) {
                append("{\"type\":\"snapshot\",\"time\":%d,\"counts\":[[%d,9,9],null,null]}%n".formatted(count, count));
                Repetition repetition = follower.read().orElseThrow().repetitions().getFirst();
                assertEquals(count, repetition.counts().of("task-clock").known().orElseThrow().raw());
            }
        }
    }

    @Test
    void namesAMalformedLine() throws IOException {
        append(RunFiles.HEADER);
        try (RunFollower follower = new RunFollower(file, PathRules.NONE)) {
            follower.read();
            append("{\"type\":7}\n");
            assertEquals(file + ", line 2: expected a text in \"type\"",
                    assertThrows(RunFileException.class, follower::read).getMessage());
        }
    }

    private void append(byte next) throws IOException {
        Files.write(file, new byte[]{next}, StandardOpenOption.APPEND);
    }

    private void append(String text) throws IOException {
        Files.writeString(file, text, StandardOpenOption.APPEND);
    }
}
