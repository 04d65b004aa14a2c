// SPDX-License-Identifier: EPL-2.0
package org.perfctr.ui.runs;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.eclipse.swt.widgets.Composite;
import org.perfctr.core.metric.Metric;
import org.perfctr.core.metric.Series;
import org.perfctr.ui.table.Column;
import org.perfctr.ui.table.RowTable;

/** The metrics of a run: what its counts mean. */
final class MetricsTab {
    private record Row(String name, Figure figure, String about, String good, String formula) {}

    private final RowTable<Row> table;

    MetricsTab(Composite parent) {
        table = new RowTable<>(parent, "metrics", List.of(
                Column.<Row>text("Metric", "What was computed", 42, Row::name).withNote(Row::formula),
                Column.<Row>number("Value", "The mean over the repetitions", 18, row -> row.figure().text(),
                        Comparator.comparing(Row::figure, Figure.ORDER)).withNote(row -> row.figure().note()),
                Column.<Row>text("Meaning", "What it tells, or why it is not available", 60, MetricsTab::meaning)
                        .withNote(MetricsTab::meaning),
                Column.<Row>text("Good values", "Which values are good", 60, Row::good).withNote(Row::good)));
    }

    RowTable<?> table() {
        return table;
    }

    void show(Optional<RunDetails> details) {
        table.setRows(details.map(MetricsTab::rows).orElse(List.of()));
    }

    private static List<Row> rows(RunDetails details) {
        List<Row> rows = new ArrayList<>();
        rows.add(new Row("wall time", Figure.of(Series.wallTime(details.run())),
                "The time from the program's start to its end.", "", "measured"));
        for (Metric metric : details.metrics()) {
            rows.add(new Row(metric.name(), Figure.of(metric.of(details.run())), metric.about(), metric.good(),
                    metric.formula().toString()));
        }
        // What is known first; n/a is told all the same.
        rows.sort(Comparator.comparing(row -> row.figure().value().known().isEmpty()));
        return rows;
    }

    private static String meaning(Row row) {
        return row.figure().value().reason().map(reason -> "n/a: " + reason).orElse(row.about());
    }
}
