// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Run files that perfex wrote: a program with samples, and a shell with processes and threads that is killed. */
class RecordedRunsTest {
    @Test
    void countsATreeOfTasksWhoseSumIsTheTotal() throws IOException {
        Repetition repetition = read("tasks").repetitions().getFirst();
        assertEquals(List.of("sh", "sh", "sh", "cat", "python3", "python3"),
                repetition.tasks().all().stream().map(Task::name).toList());
        for (Event event : repetition.counts().events()) {
            Optional<Long> total = repetition.counts().of(event.name()).map(Count::raw).known();
            Optional<Long> sum = repetition.tasks().all().stream()
                    .flatMap(task -> task.counts().of(event.name()).map(Count::raw).known().stream()).reduce(Long::sum);
            assertEquals(total, sum, event.name());
        }
    }

    @Test
    void knowsThatTheShellWasKilled() throws IOException {
        assertEquals(Optional.of(new ExitStatus.Signaled(9)), read("tasks").repetitions().getFirst().exit());
    }

    @Test
    void holdsEverySampleOnce() throws IOException {
        Run run = read("sieve");
        assertEquals(114, run.profile().total(0));
        assertEquals("cross_out", run.profile().hottestLines(0, 1).getFirst().function().label());
    }

    @ParameterizedTest
    @ValueSource(strings = {"sieve", "tasks", "divide"})
    void givesWhatIsWholeOfAFileCutOffAtAnyByte(String name) throws IOException {
        byte[] whole = Files.readAllBytes(file(name));
        int header = new String(whole, StandardCharsets.ISO_8859_1).indexOf('\n') + 1;
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            if (length < header) {
                assertThrows(RunFileException.class, () -> RunFiles.read(cut));
            } else {
                assertTrue(RunFiles.read(cut).loss().isPresent(), "cut at " + length);
            }
        }
        assertTrue(RunFiles.read(whole).complete());
    }

    private static Run read(String name) throws IOException {
        return RunFileReader.read(file(name));
    }

    private static Path file(String name) {
        return Path.of("fixtures", name + ".perfrun");
    }
}
