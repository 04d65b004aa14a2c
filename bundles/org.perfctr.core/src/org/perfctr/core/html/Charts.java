// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.html;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.perfctr.core.metric.Series;
import org.perfctr.core.run.Event;
import org.perfctr.core.run.Repetition;
import org.perfctr.core.run.Run;

/** The charts of a run: how its repetitions differ, how it went over time, and when its tasks ran. */
final class Charts {
    private static final int MOST_CHARTS = 8;

    private Charts() {}

    static String of(Run run) {
        return repetitions(run) + overTime(run) + TaskChart.of(run);
    }

    private static String repetitions(Run run) {
        List<Series> series = new ArrayList<>(List.of(Series.wallTime(run)));
        run.events().forEach(event -> series.add(Series.of(event, run)));
        String charts = series.stream().flatMap(one -> RepetitionChart.of(one).stream()).limit(MOST_CHARTS)
                .reduce("", String::concat);
        return section("repetitions", "Repetitions", "Each dot is a repetition; the line is their mean, the band its"
                + " 95 % confidence interval.", charts);
    }

    private static String overTime(Run run) {
        Optional<Repetition> first = run.repetitions().stream().findFirst();
        if (first.isEmpty()) {
            return "";
        }
        StringBuilder charts = new StringBuilder();
        int drawn = 0;
        for (Event event : run.events()) {
            Optional<String> chart = RateChart.of(event, first.get());
            if (chart.isPresent() && drawn++ < MOST_CHARTS) {
                charts.append(chart.get());
            }
        }
        return section("over-time", "Over time", "How fast the first repetition counted, from its start to its end.",
                charts.toString());
    }

    private static String section(String id, String title, String about, String charts) {
        return charts.isEmpty()
                ? ""
                : Html.section(id, title,
                        "<p class=faint>%s</p>\n<div class=charts>\n%s</div>\n".formatted(about, charts));
    }
}
