// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.html;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

import org.perfctr.core.run.Count;
import org.perfctr.core.run.CpuCounts;
import org.perfctr.core.run.Counts;
import org.perfctr.core.run.Repetition;
import org.perfctr.core.run.Run;
import org.perfctr.core.run.Task;

/** The tasks of a run, or its CPUs, with their counts. */
final class Tasks {
    private static final int MOST_ROWS = 500;

    /** The events that could be counted; why the others could not is said once, with the totals. */
    private final List<Integer> events;
    private final Run run;

    private Tasks(Run run) {
        this.run = run;
        events = IntStream.range(0, run.events().size())
                .filter(event -> run.events().get(event).unavailable().isEmpty()).boxed().toList();
    }

    static String of(Run run) {
        return new Tasks(run).tasks() + new Tasks(run).cpus();
    }

    private String tasks() {
        List<Row> rows = new ArrayList<>();
        for (Repetition repetition : run.repetitions()) {
            repetition.tasks().all().forEach(task -> rows.add(new Row(repetition, task)));
        }
        if (rows.size() <= run.repetitions().size()) {
            return "";
        }
        rows.sort(Comparator.comparing(this::cost).reversed());
        Table table = new Table("Tasks", heads("task", "#tid", "started by", "#repetition"));
        for (Row row : rows.subList(0, Math.min(MOST_ROWS, rows.size()))) {
            String starter = row.repetition.tasks().parent(row.task).map(Task::name).orElse("");
            table.row(Html.code(row.task.name()), number(row.task.tid()), Html.code(starter),
                    number(row.repetition.number()), counts(row.task.counts()));
        }
        return Html.section("tasks", "Tasks",
                table.html(Math.min(MOST_ROWS, rows.size()), rows.size(), "those with the largest counts"));
    }

    private String cpus() {
        Table table = new Table("CPUs", heads("#CPU", "#repetition"));
        boolean any = false;
        for (Repetition repetition : run.repetitions()) {
            for (CpuCounts cpu : repetition.cpus()) {
                table.row(number(cpu.cpu()), number(repetition.number()), counts(cpu.counts()));
                any = true;
            }
        }
        return any ? Html.section("cpus", "CPUs", table.toString()) : "";
    }

    private String[] heads(String... first) {
        List<String> heads = new ArrayList<>(List.of(first));
        events.forEach(event -> heads.add("#" + run.events().get(event).name()));
        return heads.toArray(String[]::new);
    }

    private String counts(Counts counts) {
        StringBuilder cells = new StringBuilder();
        for (int event : events) {
            cells.append(Html.count(counts.values().get(event).flatMap(Count::estimate),
                    counts.events().get(event).unit().orElse("")));
        }
        return cells.toString();
    }

    private long cost(Row row) {
        OptionalInt first = events.stream().mapToInt(Integer::intValue).findFirst();
        return first.isEmpty()
                ? 0
                : row.task.counts().values().get(first.getAsInt()).flatMap(Count::estimate).known().orElse(0L);
    }

    private static String number(int number) {
        return Html.number(number, Integer.toString(number));
    }

    private record Row(Repetition repetition, Task task) {}
}
