// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.report;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

import org.perfctr.core.compare.Summary;
import org.perfctr.core.metric.Metric;
import org.perfctr.core.metric.MetricCatalog;
import org.perfctr.core.metric.Series;
import org.perfctr.core.report.TextTable.Side;
import org.perfctr.core.run.Count;
import org.perfctr.core.run.Event;
import org.perfctr.core.run.ExitStatus;
import org.perfctr.core.run.Repetition;
import org.perfctr.core.run.Run;
import org.perfctr.core.run.RunHeader;

/** The totals of a run as text: its events and metrics, and notes on everything that is not as asked for. */
public final class MetricTable {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

    private MetricTable() {}

    /** The table, each line ended by a line feed. Times are those of the zone. */
    public static String of(Run run, MetricCatalog catalog, ZoneId zone) {
        Notes notes = new Notes(run.degradations());
        StringBuilder text = new StringBuilder(heading(run, zone)).append('\n').append(events(run, notes));
        List<Metric> metrics = catalog.metricsOf(run);
        if (!metrics.isEmpty()) {
            text.append('\n').append(metrics(run, metrics, notes));
        }
        String below = notes + run.loss().map(loss -> "Note: " + loss + "\n").orElse("");
        return text.append(below.isEmpty() ? "" : "\n" + below).toString();
    }

    private static String heading(Run run, ZoneId zone) {
        RunHeader header = run.header();
        return "%s%n%s, %s, %s, backend %s%n%s%n".formatted(TextTable.printable(header.label()),
                TIME.format(header.started().atZone(zone)), TextTable.printable(header.host().name()),
                TextTable.printable(header.host().cpu()), header.backend().name(), ending(run.repetitions()));
    }

    /** How the program ended, in all repetitions, as a clause. */
    public static String ending(List<Repetition> repetitions) {
        String ends = repetitions.stream()
                .map(MetricTable::ending).distinct()
                .collect(Collectors.joining(", "));
        return switch (repetitions.size()) {
            case 0 -> "the program was not started";
            case 1 -> ends;
            default -> "mean of " + repetitions.size() + " repetitions, " + ends;
        };
    }

    private static String ending(Repetition repetition) {
        return repetition.exit().map(ExitStatus::text)
                .orElse(repetition.ended() ? "no exit status, as perfex started no program" : "end not recorded");
    }

    private static TextTable events(Run run, Notes notes) {
        boolean multiplexed = run.events().stream().anyMatch(event -> timeShare(event, run) < 1);
        TextTable table = new TextTable(Side.LEFT, Side.RIGHT, Side.LEFT, Side.RIGHT);
        table.row("event", "count", margin(run), multiplexed ? "share of time" : "");
        for (Event event : run.events()) {
            double share = timeShare(event, run);
            count(table, Series.of(event, run), share < 1 ? Numbers.share(share) : "", notes);
        }
        count(table, Series.wallTime(run), "", notes);
        return table;
    }

    private static void count(TextTable table, Series series, String share, Notes notes) {
        Summary summary = Summary.of(series);
        table.row(series.name(),
                notes.cell(summary.mean().map(mean -> Numbers.count(Math.round(mean), series.unit()))),
                shown(summary), share);
        notes.outliers(series.name(), summary.outliers());
    }

    private static TextTable metrics(Run run, List<Metric> metrics, Notes notes) {
        TextTable table = new TextTable(Side.LEFT, Side.LEFT, Side.LEFT);
        table.row("metric", "value", margin(run));
        for (Metric metric : metrics) {
            Summary summary = Summary.of(metric.of(run));
            table.row(metric.name(), notes.cell(summary.mean().map(mean -> Numbers.quantity(mean, metric.unit()))),
                    shown(summary));
        }
        return table;
    }

    private static String margin(Run run) {
        return run.repetitions().size() > 1 ? "± 95 %" : "";
    }

    private static String shown(Summary summary) {
        return margin(summary).map(margin -> "± " + Numbers.share(margin)).orElse("");
    }

    /** Half the confidence interval, as a share of the mean; absent when it is not known. */
    public static Optional<Double> margin(Summary summary) {
        return summary.interval().known().filter(interval -> summary.mean().known().orElseThrow() != 0)
                .map(interval -> interval.margin() / Math.abs(summary.mean().known().orElseThrow()));
    }

    /** The mean share of its time during which the event had a counter; 1 when it was never multiplexed. */
    public static double timeShare(Event event, Run run) {
        return run.repetitions().stream().flatMap(repetition -> repetition.counts().of(event.name()).known().stream())
                .mapToDouble(Count::share).average().orElse(1);
    }
}
