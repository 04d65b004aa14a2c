// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import org.perfctr.core.run.Count;
import org.perfctr.core.run.Counts;
import org.perfctr.core.run.Degradation;
import org.perfctr.core.run.Value;

/** The notes below a table: why values are n/a, and what else was not as asked for; each thing once. */
class Notes {
    private final List<Degradation> degradations;
    private final List<String> reasons = new ArrayList<>();
    private final Map<Integer, List<String>> outliers = new TreeMap<>();

    Notes(List<Degradation> degradations) {
        this.degradations = degradations.stream().distinct().toList();
    }

    /** The value as text, or "n/a" with the number of the note that says why. */
    String cell(Value<String> value) {
        return switch (value) {
            case Value.Known<String>(String text) -> text;
            case Value.NotAvailable<String>(String why) -> "n/a (" + number(why) + ")";
        };
    }

    /** The scaled estimates of all counts, as {@link #cell}s. */
    List<String> cells(Counts counts) {
        List<String> cells = new ArrayList<>();
        for (int i = 0; i < counts.events().size(); i++) {
            String unit = counts.events().get(i).unit().orElse("");
            cells.add(cell(counts.values().get(i).flatMap(Count::estimate)
                    .map(estimate -> Numbers.count(estimate, unit))));
        }
        return cells;
    }

    /** Remembers repetitions, from 1, that are far off the others. */
    void outliers(String name, List<Integer> repetitions) {
        repetitions.forEach(number -> outliers.computeIfAbsent(number, none -> new ArrayList<>()).add(name));
    }

    /** The notes, each line ended by a line feed; empty when there are none. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < reasons.size(); i++) {
            text.append("(%d) %s%n".formatted(i + 1, TextTable.printable(withRemedy(reasons.get(i)))));
        }
        outliers.forEach((number, names) -> text.append("Note: repetition %d is an outlier in %s%n".formatted(number,
                String.join(", ", names))));
        degradations.stream().filter(degradation -> reasons.stream().noneMatch(why -> explains(why, degradation)))
                .forEach(degradation -> text.append("Note: ")
                        .append(TextTable.printable(sentence(degradation.text(), degradation.remedy()))).append('\n'));
        return text.toString();
    }

    private int number(String reason) {
        if (!reasons.contains(reason)) {
            reasons.add(reason);
        }
        return reasons.indexOf(reason) + 1;
    }

    private String withRemedy(String reason) {
        Optional<String> remedy = degradations.stream().filter(degradation -> explains(reason, degradation))
                .flatMap(degradation -> degradation.remedy().stream()).findFirst();
        return sentence(reason, remedy);
    }

    /** A degradation that ends in the reason would only repeat it: "cycles is not counted: no counters". */
    private static boolean explains(String reason, Degradation degradation) {
        return degradation.text().endsWith(reason);
    }

    private static String sentence(String text, Optional<String> remedy) {
        return text + remedy.map(way -> "; way out: " + way).orElse("");
    }
}
