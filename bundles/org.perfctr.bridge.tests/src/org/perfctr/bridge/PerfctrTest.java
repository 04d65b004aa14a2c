// SPDX-License-Identifier: EPL-2.0
package org.perfctr.bridge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PerfctrTest {
    private Perfctr perfctr;

    @BeforeEach
    void load() throws BridgeException {
        perfctr = Perfctr.load();
    }

    @Test
    void tellsWhoCountsAndWhy() throws BridgeException {
        Backend backend = perfctr.backend();
        assertTrue(Set.of("perf", "driver").contains(backend.name()), backend.toString());
        assertFalse(backend.why().isEmpty());
    }

    @Test
    void doctorGivesAReasonForWhatDoesNotWorkAndNoneForWhatDoes() throws BridgeException {
        List<Finding> findings = perfctr.doctor();
        assertFalse(findings.isEmpty());
        for (Finding finding : findings) {
            assertFalse(finding.about().isEmpty(), finding.toString());
            assertEquals(finding.works(), finding.reason().isEmpty(), finding.toString());
        }
    }

    @Test
    void softwareEventsAreAvailableEverywhere() throws BridgeException {
        CatalogEvent event = only(perfctr.catalog("task-clock"));
        assertTrue(event.available(), event.unavailable());
        assertEquals("ns", event.unit());
        assertEquals("software", event.kind());
        assertFalse(event.about().isEmpty());
    }

    @Test
    void anUnavailableEventSaysWhy() throws BridgeException {
        List<CatalogEvent> foreign = perfctr.catalog("").stream().filter(event -> !event.available()).toList();
        assertFalse(foreign.isEmpty(), "no machine has the native events of all processors");
        assertTrue(foreign.stream().noneMatch(event -> event.unavailable().isBlank()));
    }

    @Test
    void aPatternThatMatchesNothingFindsNothing() throws BridgeException {
        assertEquals(List.of(), perfctr.catalog("no such event"));
    }

    @Test
    void anUnknownEventIsRefusedWithTheNearestNames() throws BridgeException {
        perfctr.requireKnown("task-clock,page-faults:u");
        BridgeException refusal = assertThrows(BridgeException.class, () -> perfctr.requireKnown("page-fualts"));
        assertTrue(refusal.getMessage().contains("page-fualts"), refusal.getMessage());
        assertTrue(refusal.getMessage().contains("page-faults"), refusal.getMessage());
    }

    @Test
    void aLibraryThatIsNoneIsOneSentence(@TempDir Path folder) throws Exception {
        Path broken = Files.writeString(folder.resolve("libperfctr.so"), "not a library");
        String message = assertThrows(BridgeException.class, () -> Perfctr.load(broken)).getMessage();
        assertTrue(message.startsWith(broken + " can't be loaded: "), message);
        assertEquals(1, message.lines().count(), message);
    }

    @Test
    void anotherLibraryIsNotTakenForOurs() throws Exception {
        String message = assertThrows(BridgeException.class, () -> Perfctr.load(Path.of("libc.so.6"))).getMessage();
        assertTrue(message.startsWith("libc.so.6 is not libperfctr"), message);
    }

    private static CatalogEvent only(List<CatalogEvent> events) {
        assertEquals(1, events.size(), events.toString());
        return events.getFirst();
    }
}
