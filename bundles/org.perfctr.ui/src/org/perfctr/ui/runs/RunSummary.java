// SPDX-License-Identifier: EPL-2.0
package org.perfctr.ui.runs;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.perfctr.core.metric.Metric;
import org.perfctr.core.metric.MetricCatalog;
import org.perfctr.core.metric.Series;
import org.perfctr.core.run.Event;
import org.perfctr.core.run.ExitStatus;
import org.perfctr.core.run.Repetition;
import org.perfctr.core.run.Run;
import org.perfctr.core.run.Value;

/**
 * What the table of runs shows of a run: small, so that thousands can be kept.
 *
 * @param state how far it has come
 * @param result the same in words, e.g. "exit status 2"
 * @param figures the mean over its repetitions of the wall time and of each event and metric, by their names
 */
record RunSummary(RunState state, String result, Map<String, Figure> figures) {
    static final String WALL_TIME = "wall-time";

    /** @param counting whether its program is still running */
    static RunSummary of(Run run, MetricCatalog metrics, boolean counting) {
        Map<String, Figure> figures = new LinkedHashMap<>();
        figures.put(WALL_TIME, Figure.of(Series.wallTime(run)));
        for (Event event : run.events()) {
            figures.put(event.name(), Figure.of(Series.of(event, run)));
        }
        for (Metric metric : metrics.metricsOf(run)) {
            figures.put(metric.name(), Figure.of(metric.of(run)));
        }
        RunState state = counting ? RunState.COUNTING : state(run);
        return new RunSummary(state, result(run, state), Map.copyOf(figures));
    }

    static RunSummary unreadable(String reason) {
        return new RunSummary(RunState.UNREADABLE, "unreadable: " + reason, Map.of());
    }

    /** What there is under this name, or why there is nothing. */
    Figure figure(String name) {
        String missing = name.equals(WALL_TIME) ? "the run can't be read" : name + " was not counted in this run";
        return figures.getOrDefault(name, new Figure(Value.notAvailable(missing), ""));
    }

    private static RunState state(Run run) {
        if (!run.complete()) {
            return RunState.INCOMPLETE;
        }
        return exit(run).filter(status -> !status.success()).isPresent() ? RunState.FAILED : RunState.FINISHED;
    }

    private static String result(Run run, RunState state) {
        return switch (state) {
            case COUNTING -> "counting";
            case INCOMPLETE -> "incomplete";
            default -> exit(run).filter(status -> !status.success()).map(ExitStatus::text).orElse("finished");
        };
    }

    /** How the first repetition that failed ended, or else the last one. */
    private static Optional<ExitStatus> exit(Run run) {
        return run.repetitions().stream().map(Repetition::exit).flatMap(Optional::stream)
                .reduce((first, next) -> first.success() ? next : first);
    }
}
