// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.html;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import org.perfctr.core.report.Numbers;
import org.perfctr.core.run.Count;
import org.perfctr.core.run.Event;
import org.perfctr.core.run.Repetition;
import org.perfctr.core.run.Snapshot;

/** How fast an event counted over the time of a repetition, from its snapshots. */
final class RateChart {
    private static final int FEWEST_STEPS = 3;
    private static final int MOST_STEPS = 200;
    /** In a second. */
    private static final double NANOSECONDS = 1e9;

    private RateChart() {}

    /** Nothing when there are too few snapshots, or nothing was counted. */
    static Optional<String> of(Event event, Repetition repetition) {
        List<Point> points = points(event, repetition);
        boolean time = event.unit().orElse("").equals("ns");
        List<Step> steps = steps(points, time ? 1 : NANOSECONDS);
        double high = steps.stream().mapToDouble(Step::rate).max().orElse(0);
        if (steps.size() < FEWEST_STEPS || high <= 0) {
            return Optional.empty();
        }
        long start = points.getFirst().time;
        double span = points.getLast().time - start;
        Svg svg = new Svg(0, high);
        StringBuilder path = new StringBuilder(String.format(Locale.ROOT, "M%.1f %.1f", svg.x(0), svg.y(0)));
        for (Step step : steps) {
            path.append(String.format(Locale.ROOT, "L%.1f %.1fH%.1f", svg.x((step.from - start) / span),
                    svg.y(step.rate), svg.x((step.to - start) / span)));
        }
        path.append(String.format(Locale.ROOT, "V%.1fZ", svg.y(0)));
        svg.add("<path class=area d=\"%s\" />", path);
        String unit = time ? "CPUs" : "1/s";
        return Optional.of(svg.html(event.name(), Numbers.quantity(high, unit), "0",
                "%s over %s: at most %s".formatted(event.name(), Numbers.nanoseconds(span),
                        Numbers.quantity(high, unit))));
    }

    private static List<Point> points(Event event, Repetition repetition) {
        List<Point> points = new ArrayList<>(List.of(new Point(repetition.started(), 0)));
        for (Snapshot snapshot : repetition.snapshots()) {
            Optional<Long> count = snapshot.counts().of(event.name()).flatMap(Count::estimate).known();
            if (count.isPresent() && snapshot.time() > points.getLast().time) {
                points.add(new Point(snapshot.time(), count.get()));
            }
        }
        return points;
    }

    /**
     * At most {@link #MOST_STEPS}, each over as many points as that takes.
     *
     * @param perUnit the nanoseconds in the rate's unit of time
     */
    private static List<Step> steps(List<Point> points, double perUnit) {
        int stride = Math.ceilDiv(points.size(), MOST_STEPS);
        List<Step> steps = new ArrayList<>();
        for (int i = stride; i < points.size(); i += stride) {
            Point from = points.get(i - stride);
            Point to = points.get(i);
            double counted = Math.max(0, to.count - from.count);
            steps.add(new Step(from.time, to.time, perUnit * counted / (to.time - from.time)));
        }
        return steps;
    }

    private record Point(long time, long count) {}

    private record Step(long from, long to, double rate) {}
}
