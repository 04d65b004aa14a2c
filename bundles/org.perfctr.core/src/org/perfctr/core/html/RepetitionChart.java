// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.html;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

import org.perfctr.core.compare.Interval;
import org.perfctr.core.compare.Summary;
import org.perfctr.core.metric.Series;
import org.perfctr.core.report.Numbers;

/** The values of one event in the repetitions of a run, as dots. */
final class RepetitionChart {
    private static final int MOST_DOTS = 300;

    private RepetitionChart() {}

    /** Nothing when there are not two values that differ. */
    static Optional<String> of(Series series) {
        double[] values = series.known();
        double low = Arrays.stream(values).min().orElse(0);
        double high = Arrays.stream(values).max().orElse(0);
        if (values.length < 2 || values.length > MOST_DOTS || low == high) {
            return Optional.empty();
        }
        Svg svg = new Svg(low, high);
        Summary summary = Summary.of(series);
        summary.interval().known().ifPresent(interval -> band(interval, low, high, svg));
        double mean = summary.mean().known().orElseThrow();
        svg.add("<line class=mean x1=0 x2=%d y1=%.1f y2=%2$.1f />", Svg.WIDTH, svg.y(mean));
        for (int i = 0; i < series.values().size(); i++) {
            Optional<Double> value = series.values().get(i).known();
            if (value.isPresent()) {
                boolean outlier = summary.outliers().contains(i + 1);
                svg.add("<circle class=%s cx=%.1f cy=%.1f r=4><title>repetition %d: %s</title></circle>",
                        outlier ? "outlier" : "dot", svg.x((double) i / (series.values().size() - 1)),
                        svg.y(value.get()), i + 1, Html.escaped(text(value.get(), series)));
            }
        }
        return Optional.of(svg.html(series.name(), text(high, series), text(low, series),
                String.format(Locale.ROOT, "%s in %d repetitions: from %s to %s, on average %s", series.name(),
                        values.length,
                        text(low, series), text(high, series), text(mean, series))));
    }

    private static void band(Interval interval, double low, double high, Svg svg) {
        double top = svg.y(Math.min(high, interval.high()));
        double bottom = svg.y(Math.max(low, interval.low()));
        svg.add("<rect class=band x=0 width=%d y=%.1f height=%.1f />", Svg.WIDTH, top, bottom - top);
    }

    private static String text(double value, Series series) {
        return Numbers.quantity(value, series.unit());
    }
}
