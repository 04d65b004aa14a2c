// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.report;

import java.util.List;
import java.util.Locale;

import org.perfctr.core.compare.Comparison;
import org.perfctr.core.compare.Interval;
import org.perfctr.core.report.TextTable.Side;
import org.perfctr.core.run.Value;

/** Comparisons as text. */
public final class ComparisonTable {
    private ComparisonTable() {}

    /**
     * The table, each line ended by a line feed.
     *
     * @param base what the base side is called
     * @param other what the other side is called
     */
    public static String of(List<Comparison> comparisons, String base, String other) {
        Notes notes = new Notes(List.of());
        TextTable table = new TextTable(Side.LEFT, Side.RIGHT, Side.RIGHT, Side.RIGHT, Side.LEFT, Side.LEFT);
        table.row("", base, other, "change", "95 % interval", "verdict");
        for (Comparison comparison : comparisons) {
            table.row(comparison.name(), value(comparison.base(), comparison, notes),
                    value(comparison.other(), comparison, notes),
                    comparison.change().map(ComparisonTable::change).known().orElse(""),
                    comparison.interval().map(ComparisonTable::interval).known().orElse(""),
                    comparison.verdict().toString());
        }
        return table + notes.toString();
    }

    /** A relative change: {@code 0.05} is {@code +5.0 %}. */
    public static String change(double change) {
        return String.format(Locale.ROOT, "%+.1f %%", 100 * change);
    }

    /** An interval of relative changes: {@code +1.0 % to +5.0 %}. */
    public static String interval(Interval interval) {
        return change(interval.low()) + " to " + change(interval.high());
    }

    private static String value(Value<Double> value, Comparison comparison, Notes notes) {
        return notes.cell(value.map(known -> Numbers.quantity(known, comparison.unit())));
    }
}
