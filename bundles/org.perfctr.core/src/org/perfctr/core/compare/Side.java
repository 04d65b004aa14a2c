// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.compare;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.perfctr.core.metric.Better;
import org.perfctr.core.metric.Metric;
import org.perfctr.core.metric.MetricCatalog;
import org.perfctr.core.metric.Series;
import org.perfctr.core.run.Count;
import org.perfctr.core.run.Event;
import org.perfctr.core.run.Repetition;
import org.perfctr.core.run.Run;
import org.perfctr.core.run.Task;
import org.perfctr.core.run.Value;

/**
 * One side of a comparison: runs of the same program, whose repetitions are taken together.
 *
 * @param title what the user calls it
 * @param runs at least one run
 */
public record Side(String title, List<Run> runs) {
    /** Counted in user mode, these are the same in every run of a program that does the same. */
    private static final Set<String> DETERMINISTIC = Set.of("instructions", "branches");

    public Side {
        runs = List.copyOf(runs);
    }

    /** The totals: every event of the runs, the wall time, and every metric. */
    public List<Quantity> totals(MetricCatalog catalog) {
        List<Quantity> quantities = new ArrayList<>();
        for (Event event : events()) {
            quantities.add(new Quantity(joined(run -> Series.of(event, run)), Better.LOWER, deterministic(event),
                    scope(event)));
        }
        quantities.add(new Quantity(joined(Series::wallTime), Better.LOWER, false));
        for (Metric metric : metrics(catalog)) {
            quantities.add(new Quantity(joined(metric::of), metric.better(), false));
        }
        return quantities;
    }

    /** Of each name and formula one; that of a kind of cores is made anew for each run. */
    private Collection<Metric> metrics(MetricCatalog catalog) {
        Map<List<String>, Metric> metrics = new LinkedHashMap<>();
        for (Run run : runs) {
            catalog.metricsOf(run).forEach(
                    metric -> metrics.putIfAbsent(List.of(metric.name(), metric.formula().toString()), metric));
        }
        return metrics.values();
    }

    /** Whether a run has more than one task. */
    public boolean manyTasks() {
        return runs.stream().flatMap(run -> run.repetitions().stream())
                .anyMatch(repetition -> repetition.tasks().all().size() > 1);
    }

    /** For each name of a task, the sums over all tasks of that name, one quantity for each event. */
    public List<Quantity> taskTotals() {
        List<Repetition> repetitions = runs.stream().flatMap(run -> run.repetitions().stream()).toList();
        Set<String> names = new LinkedHashSet<>();
        List<Map<String, List<Task>>> tasksByName = repetitions.stream().map(Side::byName).toList();
        tasksByName.forEach(tasks -> names.addAll(tasks.keySet()));
        List<Quantity> quantities = new ArrayList<>();
        for (String name : names) {
            for (Event event : events()) {
                List<Value<Double>> values = tasksByName.stream()
                        .map(tasks -> sum(tasks.getOrDefault(name, List.of()), event.name())).toList();
                quantities.add(new Quantity(new Series(name + ": " + event.name(), event.unit().orElse(""), values),
                        Better.LOWER, false));
            }
        }
        return quantities;
    }

    private boolean deterministic(Event event) {
        return DETERMINISTIC.contains(event.name().replaceFirst(":.*", "")) && scope(event).equals("user");
    }

    /** Where its runs differ, all of them. */
    private String scope(Event event) {
        return runs.stream().flatMap(run -> run.events().stream())
                .filter(other -> other.name().equals(event.name())).map(Event::scope).distinct().sorted()
                .collect(Collectors.joining(" or "));
    }

    private Set<Event> events() {
        Map<String, Event> events = new LinkedHashMap<>();
        runs.forEach(run -> run.events().forEach(event -> events.putIfAbsent(event.name(), event)));
        return new LinkedHashSet<>(events.values());
    }

    private Series joined(Function<Run, Series> ofRun) {
        List<Series> parts = runs.stream().map(ofRun).toList();
        return new Series(parts.getFirst().name(), parts.getFirst().unit(),
                parts.stream().flatMap(part -> part.values().stream()).toList());
    }

    private static Map<String, List<Task>> byName(Repetition repetition) {
        Map<String, List<Task>> tasks = new LinkedHashMap<>();
        repetition.tasks().all().forEach(task -> tasks.computeIfAbsent(task.name(), name -> new ArrayList<>())
                .add(task));
        return tasks;
    }

    private static Value<Double> sum(List<Task> tasks, String event) {
        if (tasks.isEmpty()) {
            return Value.notAvailable("no task of this name ran");
        }
        Value<Double> sum = Value.of(0.0);
        for (Task task : tasks) {
            Value<Double> own = task.counts().of(event).flatMap(Count::estimate).map(Long::doubleValue);
            sum = sum.flatMap(before -> own.map(value -> before + value));
        }
        return sum;
    }
}
