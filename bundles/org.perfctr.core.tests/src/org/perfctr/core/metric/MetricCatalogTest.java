// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.perfctr.core.run.Run;
import org.perfctr.core.run.RunFiles;
import org.perfctr.core.run.Value;

class MetricCatalogTest {
    @TempDir
    private Path folder;

    @Test
    void holdsTheGroupsThatComeWithPerfctr() {
        List<String> names = MetricCatalog.bundled().groups().stream().map(Group::name).toList();
        assertTrue(names.containsAll(List.of("SOFTWARE", "IPC", "BRANCH")), names.toString());
    }

    @Test
    void offersTheMetricsOfWhichTheRunHasAllEvents() throws IOException {
        List<String> metrics = MetricCatalog.bundled().metricsOf(RunFiles.read(RunFiles.SMALL)).stream()
                .map(Metric::name).toList();
        assertTrue(metrics.containsAll(List.of("clock rate", "CPUs used", "page faults per second")),
                metrics.toString());
        assertTrue(!metrics.contains("IPC"), metrics.toString());
    }

    @Test
    void computesValuesPerRepetitionWithReasonsForMissingOnesWhichComeLast() throws IOException {
        Run run = RunFiles.read(RunFiles.SMALL);
        List<Metric> metrics = MetricCatalog.empty().with(Path.of("fixtures/groups")).metricsOf(run);
        assertEquals(List.of(Value.notAvailable("this machine has no hardware counters")),
                metrics.getLast().of(run).values());
        assertEquals(Value.of(9007199254741000.0 / 305), metrics.get(0).of(run).mean());
    }

    @Test
    void computesMetricsForEachKindOfAHybridsCores() throws IOException {
        Run run = RunFiles.read(RunFiles.SMALL.replace("\"page-faults\"", "\"cpu_core::instructions\"")
                .replace("\"cycles\"", "\"cpu_core::cycles\"")
                .replace(",\"unavailable\":\"this machine has no hardware counters\"", "")
                .replace("[5,180,135],null", "[6000,180,180],[4000,180,180]"));
        List<Metric> metrics = MetricCatalog.bundled().metricsOf(run);
        List<String> names = metrics.stream().map(Metric::name).toList();
        Metric ipc = metrics.stream().filter(metric -> metric.name().equals("IPC (cpu_core)")).findFirst()
                .orElseThrow();
        assertEquals(Value.of(1.5), ipc.of(run).mean());
        assertTrue(names.stream().noneMatch(name -> name.equals("IPC") || name.endsWith("(cpu_atom)")),
                names.toString());
        assertTrue(names.contains("CPUs used"), "what is not of the cores is there once");
    }

    @Test
    void letsTheUsersGroupsReplaceAndAdd() throws IOException {
        group("mine.json", "MINE", "page-faults / 2");
        group("ipc.json", "IPC", "instructions / cycles / 4");
        MetricCatalog catalog = MetricCatalog.bundled().with(folder);
        List<Metric> metrics = catalog.groups().stream().flatMap(group -> group.metrics().stream()).toList();
        assertEquals("m", metrics.getLast().name());
        assertTrue(metrics.stream().noneMatch(metric -> metric.name().equals("CPI")), "of the group that was replaced");
    }

    @Test
    void joinsTheFilesOfAGroup() throws IOException {
        group("zen.json", "FLOPS", "page-faults / 2");
        group("skylake.json", "FLOPS", "page-faults / 3");
        Group flops = MetricCatalog.empty().with(folder).groups().iterator().next();
        assertEquals(List.of("page-faults"), flops.events());
        assertEquals(2, flops.metrics().size());
    }

    @Test
    void takesAFolderThatDoesNotExistAsEmpty() throws IOException {
        MetricCatalog bundled = MetricCatalog.bundled();
        assertEquals(bundled.groups(), bundled.with(folder.resolve("none")).groups());
    }

    @Test
    void namesFileMetricAndColumnOfABadFormula() throws IOException {
        Path file = group("bad.json", "BAD", "1 +");
        assertMessage(file + ", formula of \"m\", column 4: expected a number, an event or \"(\": 1 +");
    }

    @Test
    void namesTheKeyThatIsMissing() throws IOException {
        Path file = Files.writeString(folder.resolve("bad.json"), "{\"group\":\"X\",\"events\":[]}");
        assertMessage(file + " is not a group file: \"metrics\" is missing");
    }

    @Test
    void refusesAnEmptyElement() throws IOException {
        Path file = Files.writeString(folder.resolve("bad.json"),
                "{\"group\":\"X\",\"events\":[\"a\",],\"metrics\":[]}");
        assertMessage(file + " is not a group file: \"events\" has an empty element, perhaps after its last comma");
        Files.writeString(file, "{\"group\":\"X\",\"events\":[],\"metrics\":[{\"name\":\"m\",\"formula\":\"1\"},]}");
        assertMessage(file + " is not a group file: \"metrics\" has an empty element, perhaps after its last comma");
    }

    private void assertMessage(String message) {
        assertEquals(message,
                assertThrows(GroupException.class, () -> MetricCatalog.bundled().with(folder)).getMessage());
    }

    private Path group(String file, String name, String formula) throws IOException {
        return Files.writeString(folder.resolve(file), """
                {"group":"%s","events":["page-faults"],"metrics":[{"name":"m","formula":"%s"}]}
                """.formatted(name, formula));
    }
}
