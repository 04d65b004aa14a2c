// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.report;

import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.perfctr.core.metric.Metric;
import org.perfctr.core.metric.MetricCatalog;
import org.perfctr.core.run.Count;
import org.perfctr.core.run.Counts;
import org.perfctr.core.run.Event;
import org.perfctr.core.run.Repetition;
import org.perfctr.core.run.Run;
import org.perfctr.core.run.Task;
import org.perfctr.core.run.Value;

/**
 * A run as comma-separated values: one line for each value of an event or metric, of each repetition and, for
 * events, of each task. Counts have all their digits; what is not available is empty and has a reason.
 */
public final class RunCsv {
    private static final Pattern NEEDS_QUOTES = Pattern.compile("[\",\r\n]");

    private final Appendable out;

    private RunCsv(Appendable out) {
        this.out = out;
    }

    public static void write(Run run, MetricCatalog catalog, Appendable out) throws IOException {
        RunCsv csv = new RunCsv(out);
        csv.line("kind", "repetition", "task", "parent", "tid", "pid", "task_name", "name", "unit", "value", "raw",
                "enabled", "running", "reason");
        for (Repetition repetition : run.repetitions()) {
            csv.counts("event", repetition, Optional.empty(), repetition.counts());
            csv.value("event", repetition, "wall-time", "ns", repetition.wall());
            for (Metric metric : catalog.metricsOf(run)) {
                csv.value("metric", repetition, metric.name(), metric.unit(), metric.of(repetition));
            }
            for (Task task : repetition.tasks().all()) {
                csv.counts("task", repetition, Optional.of(task), task.counts());
            }
        }
    }

    private void counts(String kind, Repetition repetition, Optional<Task> task, Counts counts) throws IOException {
        for (int i = 0; i < counts.events().size(); i++) {
            Event event = counts.events().get(i);
            Value<Count> count = counts.values().get(i);
            Value<Long> estimate = count.flatMap(Count::estimate);
            line(kind, repetition.number(), task.map(Task::number), task.flatMap(RunCsv::parent), task.map(Task::tid),
                    task.map(Task::pid), task.map(Task::name), event.name(), event.unit(), estimate.known(),
                    count.map(Count::raw).known(), count.map(Count::enabled).known(),
                    count.map(Count::running).known(), estimate.reason());
        }
    }

    private static Optional<Integer> parent(Task task) {
        return task.parent().isPresent() ? Optional.of(task.parent().getAsInt()) : Optional.empty();
    }

    private void value(String kind, Repetition repetition, String name, String unit, Value<?> value)
            throws IOException {
        line(kind, repetition.number(), "", "", "", "", "", name, unit, value.known(), "", "", "", value.reason());
    }

    private void line(Object... cells) throws IOException {
        out.append(Arrays.stream(cells).map(RunCsv::cell).collect(Collectors.joining(","))).append('\n');
    }

    private static String cell(Object cell) {
        String text = cell instanceof Optional<?> optional
                ? optional.map(Object::toString).orElse("")
                : cell.toString();
        return NEEDS_QUOTES.matcher(text).find() ? '"' + text.replace("\"", "\"\"") + '"' : text;
    }
}
