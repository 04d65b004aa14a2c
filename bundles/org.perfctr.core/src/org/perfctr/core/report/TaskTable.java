// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.report;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;

import org.perfctr.core.report.TextTable.Side;
import org.perfctr.core.run.Event;
import org.perfctr.core.run.Repetition;
import org.perfctr.core.run.Task;
import org.perfctr.core.run.TaskTree;

/** The tasks of a repetition as text, each indented below the one that started it. */
public final class TaskTable {
    private static final int DEEPEST_INDENTATION = 20;

    private TaskTable() {}

    /** At most {@code limit} tasks; the table says how many more there are. */
    public static String of(Repetition repetition, int limit) {
        List<Event> events = repetition.counts().events();
        Notes notes = new Notes(List.of());
        Side[] sides = Stream.concat(Stream.of(Side.LEFT, Side.RIGHT), events.stream().map(event -> Side.RIGHT))
                .toArray(Side[]::new);
        TextTable table = new TextTable(sides);
        table.row(Stream.concat(Stream.of("task", "tid"), events.stream().map(Event::name)).toArray(String[]::new));

        TaskTree tree = repetition.tasks();
        Deque<Row> open = new ArrayDeque<>();
        push(open, tree.roots(), 0);
        for (int shown = 0; shown < limit && !open.isEmpty(); shown++) {
            Row next = open.pop();
            table.row(cells(next, notes));
            push(open, tree.children(next.task), next.depth + 1);
        }
        int more = tree.all().size() - limit;
        return table + (more > 0 ? "and %s more%n".formatted(Numbers.count(more)) : "") + notes;
    }

    private static String[] cells(Row row, Notes notes) {
        List<String> cells = new ArrayList<>();
        cells.add("  ".repeat(Math.min(row.depth, DEEPEST_INDENTATION)) + row.task.name());
        cells.add(Integer.toString(row.task.tid()));
        cells.addAll(notes.cells(row.task.counts()));
        return cells.toArray(String[]::new);
    }

    private static void push(Deque<Row> open, List<Task> tasks, int depth) {
        tasks.reversed().forEach(task -> open.push(new Row(task, depth)));
    }

    private record Row(Task task, int depth) {}
}
