// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

import javax.xml.parsers.DocumentBuilderFactory;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.perfctr.core.compare.Comparer;
import org.perfctr.core.compare.Side;
import org.perfctr.core.metric.MetricCatalog;
import org.perfctr.core.run.Run;
import org.perfctr.core.run.RunFiles;
import org.w3c.dom.Document;

class GateTest {
    private final MetricCatalog catalog;

    GateTest() throws IOException {
        catalog = MetricCatalog.empty().with(Path.of("fixtures/groups"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            page-faults <= 6     | false | page-faults is 6
            page-faults > 6      | true  | page-faults is 6
            PAGE-FAULTS >= 6.5   | true  | PAGE-FAULTS is 6
            cpus used < 1e30     | false | cpus used is 29,532 G CPUs
            page-faults * 2 < 13 | false | page-faults * 2 is 12
            clock > 1            | true  | clock is n/a: this machine has no hardware counters
            nothing > 1          | true  | nothing is n/a: nothing was not counted in this run
            """)
    void checksMetricsEventsAndFormulas(String assertion, boolean failed, String text) throws IOException {
        Finding finding = Assertion.parse(assertion).check(new Side("a", List.of(RunFiles.read(RunFiles.SMALL))),
                catalog);
        assertEquals(text, finding.text());
        assertEquals(failed, finding.failed());
    }

    @Test
    void refusesWhatIsNoAssertion() {
        assertThrows(IllegalArgumentException.class, () -> Assertion.parse("IPC"));
        assertThrows(IllegalArgumentException.class, () -> Assertion.parse("IPC > 1.2.3"));
        assertThrows(IOException.class, () -> Assertion.parse("no such metric > 1")
                .check(new Side("a", List.of(RunFiles.read(RunFiles.SMALL))), catalog));
    }

    @Test
    void failsOnARegressionAboveTheLimitOnly() throws IOException {
        assertTrue(taskClock(new Gate(Comparer.standard(), 0.02)).failed());
        assertTrue(!taskClock(new Gate(Comparer.standard(), 0.2)).failed());
        assertEquals("worse (+10.0 %)", taskClock(new Gate(Comparer.standard(), 0.02)).text());
    }

    @Test
    void doesNotFailForWhatItCannotTell() throws IOException {
        Side single = new Side("one", List.of(RunFiles.read(RunFiles.SMALL)));
        assertTrue(new Gate(Comparer.standard(), 0).check(single, single, catalog).stream()
                .noneMatch(Finding::failed));
    }

    @Test
    void doesNotFailForAnEventThatTheMachineLacks() throws IOException {
        Side side = new Side("one", List.of(RunFiles.read(RunFiles.SMALL.replace("\"cycles\"", "\"instructions\""))));
        Finding instructions = new Gate(Comparer.standard(), 0).check(side, side, catalog).stream()
                .filter(finding -> finding.name().equals("instructions")).findFirst().orElseThrow();
        assertEquals(new Finding("instructions", false, "no verdict: this machine has no hardware counters"),
                instructions);
    }

    @Test
    void writesJUnitXmlThatAParserReads() throws Exception {
        StringWriter xml = new StringWriter();
        Findings.writeJUnit(List.of(new Finding("a < 1", true, "a is \"2\" & more"), new Finding("b", false, "fine")),
                "suite", xml);
        Document document = DocumentBuilderFactory.newInstance().newDocumentBuilder()
                .parse(new ByteArrayInputStream(xml.toString().getBytes(StandardCharsets.UTF_8)));
        assertEquals("1", document.getDocumentElement().getAttribute("failures"));
        assertEquals("a is \"2\" & more", document.getElementsByTagName("failure").item(0).getTextContent());
    }

    @Test
    void writesWorkflowAnnotations() {
        assertEquals("::error title=perfctr::x: worse (+5.0 %25)",
                Findings.annotation(new Finding("x", true, "worse (+5.0 %)")));
    }

    private Finding taskClock(Gate gate) throws IOException {
        return gate.check(side(1000), side(1100), catalog).getFirst();
    }

    private static Side side(int base) throws IOException {
        StringBuilder file = new StringBuilder(RunFiles.HEADER);
        IntStream.rangeClosed(1, 8).forEach(i -> file.append("""
                {"type":"repetition","repetition":%d,"time":0}
                {"type":"repetition-end","repetition":%d,"time":1,"wall":9,"exit":0,"counts":[[%d,9,9],[5,9,9],null]}
                """.formatted(i, i, base + i)));
        Run run = RunFiles.read(file.toString());
        return new Side("side", List.of(run));
    }
}
