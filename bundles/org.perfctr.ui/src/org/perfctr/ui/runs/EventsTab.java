// SPDX-License-Identifier: EPL-2.0
package org.perfctr.ui.runs;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.eclipse.swt.widgets.Composite;
import org.perfctr.core.report.Numbers;
import org.perfctr.core.run.Count;
import org.perfctr.core.run.Counts;
import org.perfctr.core.run.Event;
import org.perfctr.core.run.Repetition;
import org.perfctr.core.run.Value;
import org.perfctr.ui.table.Column;
import org.perfctr.ui.table.RowTable;

/** What each event counted, over all tasks, and how sure that number is. */
final class EventsTab {
    /**
     * @param repetition its number
     * @param event what was counted
     * @param count the count, or why there is none
     */
    private record Row(int repetition, Event event, Value<Count> count) {
        Value<Long> estimate() {
            return count.flatMap(Count::estimate);
        }

        String countText() {
            return estimate().known().map(number -> Numbers.count(number, unit())).orElse("n/a");
        }

        String rawText() {
            return count.known().map(known -> Numbers.count(known.raw())).orElse("n/a");
        }

        String shareText() {
            return count.known().map(known -> Numbers.share(known.share())).orElse("");
        }

        String noteText() {
            return estimate().reason().orElseGet(() -> count.known().filter(Count::multiplexed)
                    .map(known -> "scaled up: it shared its counter with other events").orElse(""));
        }

        String unit() {
            return event.unit().orElse("");
        }
    }

    private final RowTable<Row> table;

    EventsTab(Composite parent) {
        table = new RowTable<>(parent, "events", List.of(
                Column.text("Event", "What was counted", 24, row -> row.event().name()),
                Column.<Row>number("Count", "For the whole time: scaled up if the event had a counter for a part of it",
                        16, Row::countText, Comparator.comparing(row -> row.estimate().known().orElse(-1L)))
                        .withNote(row -> row.estimate().reason().orElse(null)),
                Column.number("Time counted", "The share of the time during which the event had a counter", 10,
                        Row::shareText,
                        Comparator.comparing(row -> row.count().known().map(Count::share).orElse(-1.0))),
                Column.<Row>text("Note", "Why there is no count, or what to know of it", 36, Row::noteText)
                        .withNote(row -> row.noteText().isEmpty() ? null : row.noteText()),
                Column.number("Raw count", "As it was read, in the event's own unit", 16, Row::rawText,
                        Comparator.comparing(row -> row.count().known().map(Count::raw).orElse(-1L))),
                Column.text("Unit", "The unit of the raw count", 6,
                        row -> row.unit().isEmpty() ? "events" : row.unit()),
                Column.number("Repetition", "Which time the program was run", 10,
                        row -> Integer.toString(row.repetition()), Comparator.comparing(Row::repetition)),
                Column.text("Scope", "In which processor modes it was counted", 12, row -> row.event().scope())));
    }

    RowTable<?> table() {
        return table;
    }

    void show(Optional<RunDetails> details) {
        table.setRows(details.map(shown -> shown.run().repetitions().stream().flatMap(
                repetition -> shown.run().events().stream().map(event -> row(repetition, event))).toList())
                .orElse(List.of()));
    }

    private static Row row(Repetition repetition, Event event) {
        Counts counts = repetition.counts();
        return new Row(repetition.number(), event, counts.of(event.name()));
    }
}
