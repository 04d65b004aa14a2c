// SPDX-License-Identifier: EPL-2.0
package org.perfctr.ui.runs;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.eclipse.swt.widgets.Composite;
import org.perfctr.core.report.Numbers;
import org.perfctr.core.run.Count;
import org.perfctr.core.run.Event;
import org.perfctr.core.run.Repetition;
import org.perfctr.core.run.Run;
import org.perfctr.core.run.Task;
import org.perfctr.core.run.Value;
import org.perfctr.ui.table.Column;
import org.perfctr.ui.table.RowTable;

/** The threads and processes of a run, below those that started them, with their own counts. */
final class TasksTab {
    /** Told apart by the task's number, which is unique in the run. */
    private record Row(Repetition repetition, Task task) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Row row && task.number() == row.task.number();
        }

        @Override
        public int hashCode() {
            return task.number();
        }
    }

    private final Composite parent;
    private List<Event> events = List.of();
    private RowTable<Row> table;

    TasksTab(Composite parent) {
        this.parent = parent;
        table = create();
    }

    RowTable<?> table() {
        return table;
    }

    /** The columns are the run's events, so another run may need another table. */
    void show(Optional<RunDetails> details) {
        List<Event> newEvents = details.map(shown -> shown.run().events()).orElse(List.of());
        if (!newEvents.equals(events)) {
            events = newEvents;
            table.control().dispose();
            table = create();
            parent.layout();
        }
        table.setRows(details.map(RunDetails::run).map(TasksTab::roots).orElse(List.of()));
    }

    private RowTable<Row> create() {
        List<Column<Row>> columns = new ArrayList<>();
        columns.add(Column.text("Task", "The last name of the thread or process", 28,
                row -> row.task().name().isEmpty() ? "?" : row.task().name()));
        columns.add(Column.number("TID", "The kernel's thread id", 9, row -> Integer.toString(row.task().tid()),
                Comparator.comparing(row -> row.task().tid())));
        columns.add(Column.number("Lived", "From its start to its end", 10, TasksTab::lifeText,
                Comparator.comparing(row -> life(row).orElse(-1))));
        events.forEach(event -> columns.add(column(event)));
        columns.add(Column.text("Kind", "Whether it is a process or a thread of one", 8,
                row -> row.task().process() ? "process" : "thread"));
        return new RowTable<>(parent, "tasks", columns, TasksTab::children);
    }

    private static Column<Row> column(Event event) {
        String title = event.name();
        String tooltip = "Its own " + event.name() + ", without that of the tasks that it started";
        return Column.<Row>number(title, tooltip, Math.max(10, title.length()),
                row -> estimate(row, event).known().map(count -> Numbers.count(count, event.unit().orElse("")))
                        .orElse("n/a"),
                Comparator.comparing(row -> estimate(row, event).known().orElse(-1L)))
                .withNote(row -> estimate(row, event).reason().orElse(null));
    }

    private static Value<Long> estimate(Row row, Event event) {
        return row.task().counts().of(event.name()).flatMap(Count::estimate);
    }

    private static List<Row> roots(Run run) {
        return run.repetitions().stream().flatMap(
                repetition -> repetition.tasks().roots().stream().map(task -> new Row(repetition, task))).toList();
    }

    private static List<Row> children(Row row) {
        return row.repetition().tasks().children(row.task()).stream()
                .map(task -> new Row(row.repetition(), task)).toList();
    }

    private static OptionalLong life(Row row) {
        OptionalLong ended = row.task().ended();
        return ended.isPresent() ? OptionalLong.of(ended.getAsLong() - row.task().started()) : OptionalLong.empty();
    }

    private static String lifeText(Row row) {
        return life(row).isPresent() ? Numbers.nanoseconds(life(row).getAsLong()) : "n/a";
    }
}
