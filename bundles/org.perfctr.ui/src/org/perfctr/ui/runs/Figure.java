// SPDX-License-Identifier: EPL-2.0
package org.perfctr.ui.runs;

import java.util.Comparator;
import org.perfctr.core.metric.Series;
import org.perfctr.core.report.Numbers;
import org.perfctr.core.run.Value;

/**
 * A number of a run with its unit.
 *
 * @param value the number, or why there is none
 * @param unit its unit; empty for plain counts
 */
record Figure(Value<Double> value, String unit) {
    /** Missing numbers are smaller than all others. */
    static final Comparator<Figure> ORDER = Comparator
            .comparing(figure -> figure.value().known().orElse(Double.NEGATIVE_INFINITY));

    static Figure of(Series series) {
        return new Figure(series.mean(), series.unit());
    }

    String text() {
        return value.known().map(number -> Numbers.quantity(number, unit)).orElse("n/a");
    }

    /** Without its unit, for a column whose title says it. */
    String numberText() {
        return new Figure(value, "").text();
    }

    /** As a count, with all its digits. */
    String countText() {
        return value.known().map(number -> Numbers.count(Math.round(number), unit)).orElse("n/a");
    }

    /** Why there is no number; null if there is one. */
    String note() {
        return value.reason().map(reason -> "n/a: " + reason).orElse(null);
    }
}
