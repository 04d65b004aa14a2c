// SPDX-License-Identifier: EPL-2.0
package org.perfctr.ui.runs;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.perfctr.core.compare.Comparer;
import org.perfctr.core.compare.Comparison;
import org.perfctr.core.compare.ProfileComparison;
import org.perfctr.core.compare.Side;
import org.perfctr.core.compare.Verdict;
import org.perfctr.core.metric.MetricCatalog;
import org.perfctr.core.run.Run;
import org.perfctr.core.run.RunFileReader;
import org.perfctr.ui.preferences.CountPreferences;

/**
 * Several runs, compared.
 *
 * @param title what is compared with what, or why nothing is
 * @param events the sampled events that functions and lines can be compared by
 * @param event the one that they are compared by; absent if there is none
 * @param totals events, times and metrics
 * @param tasks events by the name of the task
 * @param functions shares of samples
 * @param lines shares of samples
 */
record ComparedRuns(String title, List<String> events, Optional<String> event, List<Comparison> totals,
        List<Comparison> tasks, List<Comparison> functions, List<Comparison> lines) {
    /** The oldest run is of the base's side. */
    static ComparedRuns of(List<RunRow> rows, MetricCatalog catalog) {
        try {
            List<Side> sides = sides(rows);
            return sides.size() == 2
                    ? compare(sides.get(0), sides.get(1), catalog)
                    : nothing("The selected runs are of " + programs(sides.size())
                            + ". Select two runs, or runs of two programs or of two builds of one.");
        } catch (IOException e) {
            return nothing(e.getMessage());
        }
    }

    private static String programs(int count) {
        return count == 1 ? "the same program" : count + " programs or builds";
    }

    private static ComparedRuns nothing(String why) {
        return new ComparedRuns(why, List.of(), Optional.empty(), List.of(), List.of(), List.of(), List.of());
    }

    private static ComparedRuns compare(Side base, Side other, MetricCatalog catalog) {
        Comparer comparer = Comparer.standard();
        List<Comparison> totals = comparer.compare(base.totals(catalog), other.totals(catalog));
        ProfileComparison profiles = new ProfileComparison(base, other, comparer,
                CountPreferences.shownEvent());
        boolean samples = !profiles.isEmpty();
        return new ComparedRuns(title(base, other, totals) + samplesText(profiles), profiles.events(),
                profiles.event(), knownFirst(totals),
                comparer.compare(base.taskTotals(), other.taskTotals()),
                samples ? profiles.functions() : List.of(), samples ? profiles.lines() : List.of());
    }

    /** The time that it took before what explains it, and what is n/a last. */
    private static List<Comparison> knownFirst(List<Comparison> totals) {
        return totals.stream()
                .sorted(Comparator.comparing((Comparison total) -> !total.name().equals(RunSummary.WALL_TIME))
                        .thenComparing(total -> total.change().known().isEmpty()))
                .toList();
    }

    private static String title(Side base, Side other, List<Comparison> totals) {
        String sides = "Base: " + base.title() + ". Compared with it: " + other.title() + ".";
        return totals.stream().allMatch(total -> total.verdict() == Verdict.UNKNOWN)
                ? sides + " A verdict takes repetitions: count both several times, and select all of these runs."
                : sides;
    }

    private static String samplesText(ProfileComparison profiles) {
        return profiles.whyNone().map(why -> " " + why + ".").or(() -> profiles.event()
                .map(event -> " Functions and lines are compared by their samples of " + event + ".")).orElse("");
    }

    /** Two runs are a side each; of more, those of the same program, as it was built, are taken together. */
    private static List<Side> sides(List<RunRow> rows) throws IOException {
        Map<Object, List<Run>> runs = new LinkedHashMap<>();
        Map<Object, List<String>> titles = new LinkedHashMap<>();
        for (RunRow row : rows.stream().sorted(Comparator.comparing(row -> row.run().started())).toList()) {
            Run run = RunFileReader.read(row.run().file());
            Object key = rows.size() == 2 ? row : Stream.of(run.header().command(), build(run)).toList();
            runs.computeIfAbsent(key, none -> new ArrayList<>()).add(run);
            titles.computeIfAbsent(key, none -> new ArrayList<>()).add(row.run().title());
        }
        return runs.entrySet().stream()
                .map(side -> new Side(title(titles.get(side.getKey())), side.getValue())).toList();
    }

    /** Of many runs the first stands for all: it has the name that the user gave to what was changed. */
    private static String title(List<String> titles) {
        return titles.size() <= 2
                ? String.join(", ", titles)
                : titles.getFirst() + " and %d more".formatted(titles.size() - 1);
    }

    /** The build id of the program; empty where nothing was sampled. */
    private static Optional<String> build(Run run) {
        return run.profile().lines().stream().map(line -> line.function().module())
                .filter(module -> module.path().endsWith("/" + run.header().program())).findFirst()
                .flatMap(module -> module.buildId());
    }
}
