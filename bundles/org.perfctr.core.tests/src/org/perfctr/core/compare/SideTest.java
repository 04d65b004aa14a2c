// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

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
    void hasEachMetricOfAHybridsCoresOnce() throws IOException {
        Run run = RunFiles.read(RunFiles.SMALL.replace("\"page-faults\"", "\"cpu_core::instructions\"")
                .replace("\"cycles\"", "\"cpu_core::cycles\""));
        List<String> names = new Side("two", List.of(run, run)).totals(MetricCatalog.bundled()).stream()
                .map(Quantity::name).toList();
        assertEquals(1, names.stream().filter("IPC (cpu_core)"::equals).count(), names.toString());
    }

    @Test
    void takesUserInstructionsForDeterministicOnlyIfAllRunsCountedThem() throws IOException {
        Run user = RunFiles.read(RunFiles.SMALL.replace("\"cycles\"", "\"instructions\""));
        Run both = RunFiles.read(RunFiles.SMALL.replace("\"cycles\",\"scope\":\"user\"",
                "\"instructions\",\"scope\":\"user+kernel\""));
        assertTrue(instructions(user, user).deterministic());
        assertFalse(instructions(user, both).deterministic());
    }

    private static Quantity instructions(Run... runs) {
        return new Side("side", List.of(runs)).totals(MetricCatalog.empty()).stream()
                .filter(quantity -> quantity.name().equals("instructions")).findFirst().orElseThrow();
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
        Run after = RunFiles
                .read(RunFiles.SMALL.replace("\"sieve\"", "\"primes\"").replace("\"cpu-clock\"", "\"cpu-clock:u\""));
        Comparison primes = new ProfileComparison(new Side("a", List.of(before)), new Side("b", List.of(after)),
                Comparer.standard()).functions().stream().filter(c -> c.name().equals("primes")).findFirst()
                .orElseThrow();
        assertEquals(Verdict.CHANGED, primes.verdict());
        assertEquals(Value.of(100.0), primes.other());
    }

    @Test
    void comparesTheSampledEventThatAllRunsHave() throws IOException {
        Side clockAndFaults = side(RunFiles.SMALL
                .replace("{\"event\":\"cpu-clock\"",
                        "{\"event\":\"page-faults\",\"period\":1,\"scope\":\"user\"},{\"event\":\"cpu-clock\"")
                .replace("[812]", "[3,812]").replace("[[800,12]]", "[[1,2],[800,12]]").replace("[2]", "[0,2]"));
        Side clock = side(RunFiles.SMALL);
        ProfileComparison profiles = new ProfileComparison(clockAndFaults, clock, Comparer.standard());
        assertEquals(Optional.of("cpu-clock"), profiles.event());
        assertEquals(Verdict.NOISE, profiles.lines().getFirst().verdict());
        assertEquals(Optional.of("page-faults"),
                new ProfileComparison(clockAndFaults, clockAndFaults, Comparer.standard()).event());
        assertEquals(Optional.of("cpu-clock"), new ProfileComparison(clockAndFaults, clockAndFaults,
                Comparer.standard(), "cpu-clock").event());
    }

    @Test
    void doesNotCompareSamplesOfDifferentEvents() throws IOException {
        ProfileComparison profiles = new ProfileComparison(side(RunFiles.SMALL),
                side(RunFiles.SMALL.replace("\"event\":\"cpu-clock\"", "\"event\":\"cycles\"")), Comparer.standard());
        assertTrue(profiles.isEmpty());
        assertEquals(Optional.of("Functions and lines are not compared: the runs have no sampled event in common"),
                profiles.whyNone());
    }

    private static Side side(String text) throws IOException {
        return new Side("side", List.of(RunFiles.read(text)));
    }

    @Test
    void comparesProfilesOfMoreSamplesThanTheTestTakes() throws IOException {
        Side before = side(ofSamples(3_000_000_000L, 3_000_000_000L));
        assertEquals(Verdict.NOISE, sieve(before, before).verdict());
        assertEquals(Verdict.NOISE, sieve(before, side(ofSamples(500, 500))).verdict());
        Comparison sieve = sieve(before, side(ofSamples(3_000_000_000L, 4_000_000_000L)));
        assertEquals(Verdict.CHANGED, sieve.verdict());
        assertEquals(Value.of(100.0 * 3_000_000_000L / 7_000_000_000L), sieve.other());
    }

    private static String ofSamples(long sieve, long other) {
        return RunFiles.SMALL.replace("\"line\":14,\"samples\":[812]", "\"line\":14,\"samples\":[" + sieve + "]")
                .replace("{\"type\":\"code\"", """
                        {"type":"function","function":1,"name":"other","module":0}
                        {"type":"line","function":1,"samples":[%d]}
                        """.formatted(other) + "{\"type\":\"code\"");
    }

    private static Comparison sieve(Side base, Side other) {
        return new ProfileComparison(base, other, Comparer.standard()).functions().stream()
                .filter(comparison -> comparison.name().equals("sieve")).findFirst().orElseThrow();
    }

    @Test
    void callsTheSameProfileNoise() throws IOException {
        Side side = new Side("a", List.of(RunFileReader.read(Path.of("fixtures/sieve.perfrun"))));
        ProfileComparison same = new ProfileComparison(side, side, Comparer.standard());
        assertTrue(same.lines().stream().allMatch(line -> line.verdict() == Verdict.NOISE));
        assertEquals(7, same.lines().size());
    }
}
