// SPDX-License-Identifier: EPL-2.0
package org.perfctr.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComparisonCommandsTest {
    @TempDir
    private Path folder;
    private Path run;

    @BeforeEach
    void makeRun() throws IOException {
        run = SampleRun.in(folder);
    }

    @Test
    void comparesTotalsFunctionsAndLines() {
        Outcome diff = Outcome.of("diff", run, run);
        assertEquals(0, diff.status(), diff.err());
        assertTrue(diff.out().matches("(?s).*\\npage-faults +4,941 +4,941 +\\+0.0 % +no verdict\\n.*"), diff.out());
        assertTrue(diff.out().contains("functions, shares of samples of cpu-clock"), diff.out());
        assertTrue(diff.out().contains("no verdict"), diff.out());
    }

    @Test
    void takesTheRunsOfAFolderTogether() throws IOException {
        Path side = Files.createDirectory(folder.resolve("base"));
        for (int i = 0; i < 5; i++) {
            Files.copy(run, side.resolve(i + ".perfrun"));
        }
        Outcome diff = Outcome.of("diff", side, side);
        assertTrue(diff.out().contains("noise"), diff.out());
        assertEquals(new Outcome(0, "ok    page-faults < 5000.0: page-faults is 4,941\n", ""),
                Outcome.of("check", side, "--assert", "page-faults < 5000"));
    }

    @Test
    void failsWhenAnAssertionDoesNotHold() {
        assertEquals(new Outcome(1, "FAIL  page-faults < 10.0: page-faults is 4,941\n", ""),
                Outcome.of("check", run, "--assert", "page-faults < 10"));
    }

    @Test
    void writesFindingsForContinuousIntegration() throws IOException {
        Path junit = folder.resolve("findings.xml");
        Outcome check = Outcome.of("check", run, "--assert", "IPC > 1", "--github", "--junit", junit);
        assertEquals("::error title=perfctr::IPC > 1.0: IPC is n/a: this machine has no hardware counters\n",
                check.out());
        assertTrue(Files.readString(junit).contains("failures=\"1\""));
    }

    @Test
    void refusesThresholdsThatNothingExceeds() {
        for (String threshold : List.of("NaN", "-1", "Infinity", "")) {
            assertEquals(2, Outcome.of("check", run, "--baseline", run, "--max-regression", threshold).status());
            assertEquals(2, Outcome.of("diff", run, run, "--min-effect", threshold).status());
            assertEquals(2, Outcome.of("diff", run, run, "--significance", threshold).status());
        }
        assertEquals("perfctr: Invalid value for option '--significance': expected a probability between 0 and 1 such"
                + " as 0.05, not \"5\" (see perfctr diff --help)\n",
                Outcome.of("diff", run, run, "--significance", 5).err());
        assertEquals(0, Outcome.of("diff", run, run, "--significance", ".01", "--min-effect", "0.5 %").status());
    }

    @Test
    void saysThatASideHasNoSamplesOfTheEvent() {
        assertEquals(new Outcome(2, "", "perfctr: sieve and sieve do not both have samples of cycles\n"),
                Outcome.of("diff", run, run, "--event", "cycles"));
    }

    @Test
    void refusesWrongUsageInOneLine() {
        assertEquals(
                new Outcome(2, "",
                        "perfctr: Nothing to check: give --assert or --baseline (see perfctr check --help)\n"),
                Outcome.of("check", run));
        assertEquals(2, Outcome.of("check", run, "--assert", "nonsense").status());
        assertEquals(2, Outcome.of("check", run, "--max-regression", "much").status());
        Path empty = folder.resolve("empty");
        assertEquals("perfctr: " + empty + " does not exist\n", Outcome.of("diff", run, empty).err());
    }
}
