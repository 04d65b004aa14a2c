// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.html;

import java.util.List;

import org.perfctr.core.compare.Summary;
import org.perfctr.core.metric.Metric;
import org.perfctr.core.metric.MetricCatalog;
import org.perfctr.core.metric.Series;
import org.perfctr.core.report.MetricTable;
import org.perfctr.core.report.Numbers;
import org.perfctr.core.run.Event;
import org.perfctr.core.run.Run;
import org.perfctr.core.run.Value;

/** The totals of a run: the most important ones large, all of them in tables. */
class Totals {
    private static final int TILES = 5;

    private final Run run;
    private final List<Metric> metrics;
    private final boolean repeated;

    Totals(Run run, MetricCatalog catalog) {
        this.run = run;
        metrics = catalog.metricsOf(run);
        repeated = run.repetitions().size() > 1;
    }

    /** The wall time, the first event and the first metrics that have a value. */
    String tiles() {
        StringBuilder tiles = new StringBuilder("<dl class=tiles>\n");
        tile(tiles, "wall time", Summary.of(Series.wallTime(run)), "ns");
        run.events().stream().limit(1)
                .forEach(event -> tile(tiles, event.name(), Summary.of(Series.of(event, run)), unit(event)));
        metrics.stream().filter(metric -> metric.of(run).mean().known().isPresent()).limit(TILES - 2)
                .forEach(metric -> tile(tiles, metric.name(), Summary.of(metric.of(run)), metric.unit()));
        return tiles.append("</dl>\n").toString();
    }

    String events() {
        Table table = repeated
                ? new Table("Events", "event", "#mean", "#± 95 %", "#median", "#deviation", "#share of time",
                        "counted in")
                : new Table("Events", "event", "#count", "#share of time", "counted in");
        for (Event event : run.events()) {
            double share = MetricTable.timeShare(event, run);
            row(table, event.name(), Series.of(event, run),
                    event.unavailable().isPresent() ? Html.cell("") : Html.number(share, Numbers.share(share)),
                    event.scope());
        }
        row(table, "wall-time", Series.wallTime(run), Html.cell(""), "");
        return Html.section("events", "Events", table.toString());
    }

    String metrics() {
        if (metrics.isEmpty()) {
            return "";
        }
        Table table = repeated
                ? new Table("Metrics", "metric", "#mean", "#± 95 %", "meaning")
                : new Table("Metrics", "metric", "#value", "meaning");
        for (Metric metric : metrics) {
            Summary summary = Summary.of(metric.of(run));
            String value = Html.value(summary.mean(), metric.unit());
            table.row(Html.cell(metric.name()), repeated ? value + margin(summary) : value, Html.prose(metric.about()));
        }
        return Html.section("metrics", "Metrics", table.toString());
    }

    private void row(Table table, String name, Series series, String share, String scope) {
        Summary summary = Summary.of(series);
        String mean = Html.count(summary.mean().map(Math::round), series.unit());
        String spread = margin(summary) + Html.value(summary.median(), series.unit())
                + Html.value(summary.deviation(), series.unit());
        table.row(Html.code(name), repeated ? mean + spread : mean, share, Html.cell(scope));
    }

    private void tile(StringBuilder tiles, String name, Summary summary, String unit) {
        String value = switch (summary.mean()) {
            case Value.Known<Double>(Double mean) -> Html.escaped(Numbers.quantity(mean, unit));
            case Value.NotAvailable<Double>(String why) -> "<span title=\"%s\">n/a</span>".formatted(Html.escaped(why));
        };
        String margin = MetricTable.margin(summary).map(share -> "<small>± " + Numbers.share(share) + "</small>")
                .orElse("");
        tiles.append("<div><dt>%s</dt><dd>%s%s</dd></div>\n".formatted(Html.escaped(name), value, margin));
    }

    private static String margin(Summary summary) {
        return MetricTable.margin(summary).map(share -> Html.number(share, "± " + Numbers.share(share)))
                .orElseGet(() -> Html.cell(""));
    }

    private static String unit(Event event) {
        return event.unit().orElse("");
    }
}
