// SPDX-License-Identifier: EPL-2.0
package org.perfctr.ui.launch;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.perfctr.bridge.BridgeException;
import org.perfctr.bridge.CatalogEvent;
import org.perfctr.bridge.Finding;
import org.perfctr.bridge.Perfctr;

/**
 * What the library knows of counting on this machine.
 *
 * @param events the events with names of their own; a processor's native ones are too many to choose from a list
 * @param summary in a sentence or two, what can be counted
 * @param details all that the doctor found, one finding a line
 */
record Catalog(List<CatalogEvent> events, String summary, String details) {
    private static final Set<String> CHOOSABLE = Set.of("preset", "software", "tsc");

    static Catalog read() {
        try {
            Perfctr perfctr = Perfctr.load();
            List<Finding> findings = perfctr.doctor();
            return new Catalog(
                    perfctr.catalog("").stream().filter(event -> CHOOSABLE.contains(event.kind())).toList(),
                    summary(findings), findings.stream().map(Catalog::detail).collect(Collectors.joining("\n")));
        } catch (BridgeException e) {
            return new Catalog(List.of(), e.getMessage(), null);
        }
    }

    private static String summary(List<Finding> findings) {
        List<Finding> missing = findings.stream().filter(finding -> !finding.works()).toList();
        if (missing.isEmpty()) {
            return "Everything can be counted on this machine.";
        }
        return missing.stream().map(Catalog::detail).collect(Collectors.joining("\n"));
    }

    private static String detail(Finding finding) {
        if (finding.works()) {
            return finding.about() + ": works";
        }
        String remedy = finding.remedy().isEmpty() ? "" : " (" + finding.remedy() + ")";
        return finding.about() + ": " + finding.reason() + remedy;
    }
}
