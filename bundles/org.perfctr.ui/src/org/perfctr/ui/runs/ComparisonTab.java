// SPDX-License-Identifier: EPL-2.0
package org.perfctr.ui.runs;

import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.eclipse.swt.graphics.Image;
import org.eclipse.swt.widgets.Composite;
import org.perfctr.core.compare.Comparison;
import org.perfctr.core.report.ComparisonTable;
import org.perfctr.core.run.Value;
import org.perfctr.ui.Icon;
import org.perfctr.ui.table.Column;
import org.perfctr.ui.table.RowTable;

/** Quantities of two sides, one row each. */
final class ComparisonTab {
    private final RowTable<Comparison> table;

    ComparisonTab(Composite parent, String quantity, String memoryKey) {
        table = new RowTable<>(parent, memoryKey, List.of(
                Column.text(quantity, "What is compared", 42, Comparison::name),
                number("Base", "The median of the base's repetitions", Comparison::base),
                number("Compared", "The median of the repetitions that are compared with it", Comparison::other),
                Column.<Comparison>number("Change",
                        "From the base to what is compared with it; of costs, between the means of the less disturbed halves",
                        12,
                        row -> text(row.change(), ComparisonTable::change),
                        byValue(Comparison::change)).withNote(row -> note(row.change())),
                Column.<Comparison>text("95 % interval", "Where the true change is, with 95 % confidence", 22,
                        row -> text(row.interval(), ComparisonTable::interval)).withNote(row -> note(row.interval())),
                Column.<Comparison>text("Verdict", "What follows: changes that may be chance, or under 1 %, are noise",
                        16, row -> row.verdict().toString()).withImage(ComparisonTab::image)
                        .withNote(row -> text(row.p(), p -> "p = %.2g, corrected for the number of comparisons"
                                .formatted(p)))));
    }

    RowTable<?> table() {
        return table;
    }

    void show(List<Comparison> comparisons) {
        table.setRows(comparisons);
    }

    private static Column<Comparison> number(String title, String tooltip,
            Function<Comparison, Value<Double>> value) {
        Function<Comparison, Figure> figure = row -> new Figure(value.apply(row), row.unit());
        return Column.<Comparison>number(title, tooltip, 18, row -> figure.apply(row).text(), byValue(value))
                .withNote(row -> figure.apply(row).note());
    }

    private static Comparator<Comparison> byValue(Function<Comparison, Value<Double>> value) {
        return Comparator.comparing(row -> value.apply(row).known().orElse(Double.NEGATIVE_INFINITY));
    }

    private static <T> String text(Value<T> value, Function<T, String> text) {
        return value.map(text).known().orElse("n/a");
    }

    private static String note(Value<?> value) {
        return value.reason().map(reason -> "n/a: " + reason).orElse(null);
    }

    private static Image image(Comparison row) {
        return switch (row.verdict()) {
            case BETTER -> Icon.VERDICT_BETTER.image();
            case WORSE -> Icon.VERDICT_WORSE.image();
            case CHANGED -> Icon.VERDICT_CHANGED.image();
            case NOISE, UNKNOWN -> null;
        };
    }
}
