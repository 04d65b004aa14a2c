// SPDX-License-Identifier: EPL-2.0
package org.perfctr.ui.launch;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.perfctr.bridge.BridgeException;
import org.perfctr.bridge.CatalogEvent;
import org.perfctr.bridge.Finding;
import org.perfctr.bridge.Perfctr;

/**
 * What the library knows of counting on this machine.
 *
 * @param events the events with names of their own, those that can be counted here first; a processor's native ones
 *            are too many to choose from a list
 * @param summary in a sentence or two, what can be counted
 */
record Catalog(List<CatalogEvent> events, String summary) {
    private static final Set<String> CHOOSABLE = Set.of("preset", "software", "tsc");

    static Catalog read() {
        try {
            Perfctr perfctr = Perfctr.load();
            return new Catalog(choosable(perfctr.catalog("")), summary(perfctr.doctor()));
        } catch (BridgeException e) {
            return new Catalog(List.of(), e.getMessage());
        }
    }

    private static List<CatalogEvent> choosable(List<CatalogEvent> events) {
        return events.stream().filter(event -> CHOOSABLE.contains(event.kind()))
                .sorted(Comparator.comparing(event -> !event.available())).toList();
    }

    /** What doesn't work, one line for each reason: many things are missing for the same one. */
    private static String summary(List<Finding> findings) {
        Map<String, List<String>> missing = findings.stream().filter(finding -> !finding.works())
                .collect(Collectors.groupingBy(Catalog::reason, LinkedHashMap::new,
                        Collectors.mapping(Finding::about, Collectors.toList())));
        if (missing.isEmpty()) {
            return "Everything can be counted on this machine.";
        }
        return missing.entrySet().stream()
                .map(entry -> "Not counted here: " + String.join(", ", entry.getValue()) + ": " + entry.getKey())
                .collect(Collectors.joining("\n"));
    }

    private static String reason(Finding finding) {
        return finding.remedy().isEmpty() ? finding.reason() : finding.reason() + " (" + finding.remedy() + ")";
    }
}
