// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.html;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import org.perfctr.core.report.Numbers;
import org.perfctr.core.run.Count;
import org.perfctr.core.run.Repetition;
import org.perfctr.core.run.Run;
import org.perfctr.core.run.Task;

/** When the tasks of a repetition ran, as bars over time; the fuller the colour, the more of its time a task used. */
final class TaskChart {
    private static final int MOST_TASKS = 40;

    private final Repetition repetition;
    private final long end;

    private TaskChart(Repetition repetition) {
        this.repetition = repetition;
        long latest = repetition.tasks().all().stream().mapToLong(task -> task.ended().orElse(task.started())).max()
                .orElse(repetition.started());
        end = Math.max(latest, repetition.started() + repetition.wall().known().orElse(0L));
    }

    /** The tasks of the first repetition; nothing when it has only one. */
    static String of(Run run) {
        Optional<Repetition> first = run.repetitions().stream().findFirst()
                .filter(repetition -> repetition.tasks().all().size() > 1);
        return first.map(repetition -> new TaskChart(repetition)).filter(chart -> chart.span() > 0)
                .map(TaskChart::html).orElse("");
    }

    private String html() {
        List<Task> all = repetition.tasks().all();
        List<Task> tasks = all.stream().sorted(Comparator.comparing(TaskChart::cost).reversed()).limit(MOST_TASKS)
                .sorted(Comparator.comparing(Task::started)).toList();
        StringBuilder bars = new StringBuilder("<ol class=gantt>\n");
        tasks.forEach(task -> bars.append(bar(task)));
        bars.append("</ol>\n<div class=\"gantt-axis faint\"><span>0</span><span>%s</span></div>\n"
                .formatted(Numbers.nanoseconds(span())));
        String about = all.size() <= MOST_TASKS
                ? "The fuller the colour, the more of its time a task used."
                : "The %d of %s tasks that used the most time; the fuller the colour, the more of its time."
                        .formatted(MOST_TASKS, Numbers.count(all.size()));
        return Html.section("tasks-over-time", "Tasks over time", "<p class=faint>" + about + "</p>\n" + bars);
    }

    private String bar(Task task) {
        long ended = Math.max(task.started(), task.ended().orElse(end));
        long life = ended - task.started();
        double used = life == 0 ? 0 : Math.min(1, (double) cost(task) / life);
        String label = String.format(Locale.ROOT, "%s (%d): %s of %s", task.name(), task.tid(),
                Numbers.nanoseconds(cost(task)),
                Numbers.nanoseconds(life));
        return String.format(Locale.ROOT,
                "<li title=\"%s\"><span class=code>%s</span><span class=track><span style=\"left:%.2f%%;width:%.2f%%;"
                        + "--used:%.0f%%\"></span></span></li>%n",
                Html.escaped(label), Html.escaped(task.name()), percent(task.started() - repetition.started()),
                percent(life), 15 + 85 * used);
    }

    private double percent(long time) {
        return Math.clamp(100.0 * time / span(), 0, 100);
    }

    private long span() {
        return end - repetition.started();
    }

    private static long cost(Task task) {
        return task.counts().of("task-clock").flatMap(Count::estimate).known().orElse(0L);
    }
}
