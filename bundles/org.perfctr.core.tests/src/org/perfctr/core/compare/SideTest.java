// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.perfctr.core.metric.MetricCatalog;
import org.perfctr.core.run.Run;
import org.perfctr.core.run.RunFileReader;
import org.perfctr.core.run.RunFiles;
import org.perfctr.core.run.Value;

class SideTest {
    @Test
    void takesTheRepetitionsOfItsRunsTogether() throws IOException {
        Run run = RunFiles.read(RunFiles.SMALL);
        Quantity taskClock = new Side("two", List.of(run, run)).totals(MetricCatalog.bundled()).getFirst();
        assertEquals("task-clock", taskClock.name());
        assertEquals(2, taskClock.series().values().size());
    }

    @Test
    void addsUpTasksOfTheSameName() throws IOException {
        Run tasks = RunFileReader.read(Path.of("fixtures/tasks.perfrun"));
        Quantity faults = new Side("tasks", List.of(tasks)).taskTotals().stream()
                .filter(quantity -> quantity.name().equals("sh: page-faults")).findFirst().orElseThrow();
        assertEquals(List.of(Value.of(70.0 + 39 + 21)), faults.series().values());
    }

    @Test
    void findsTheFunctionThatTakesMoreOfTheSamples() throws IOException {
        Run before = RunFileReader.read(Path.of("fixtures/sieve.perfrun"));
        Run after = RunFiles.read(RunFiles.SMALL.replace("\"sieve\"", "\"primes\""));
        Comparison primes = new ProfileComparison(new Side("a", List.of(before)), new Side("b", List.of(after)),
                Comparer.standard()).functions().stream().filter(c -> c.name().equals("primes")).findFirst()
                .orElseThrow();
        assertEquals(Verdict.CHANGED, primes.verdict());
        assertEquals(Value.of(100.0), primes.other());
    }

    @Test
    void callsTheSameProfileNoise() throws IOException {
        Side side = new Side("a", List.of(RunFileReader.read(Path.of("fixtures/sieve.perfrun"))));
        ProfileComparison same = new ProfileComparison(side, side, Comparer.standard());
        assertTrue(same.lines().stream().allMatch(line -> line.verdict() == Verdict.NOISE));
        assertEquals(7, same.lines().size());
    }
}
