// SPDX-License-Identifier: EPL-2.0
package org.perfctr.ui.runs;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.perfctr.ui.Icon;
import org.perfctr.ui.table.Column;

/** The columns of the table of runs: the time it took first, then what explains it. */
final class RunColumns {
    private static final DateTimeFormatter WHEN = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss")
            .withZone(ZoneId.systemDefault());

    private RunColumns() {}

    static List<Column<RunRow>> all() {
        return List.of(
                Column.<RunRow>text("Run", "The run's title; the mark shows the run that editors show", 28,
                        row -> row.run().title())
                        .withImage(row -> row.active() ? Icon.ACTIVATE.image() : row.summary().state().icon().image())
                        .withNote(row -> row.run().title() + "\n" + command(row)),
                Column.number("Wall time", "From the program's start to its end", 10, row -> wall(row).text(),
                        Comparator.comparing(RunColumns::wall, Figure.ORDER)).withNote(row -> wall(row).note()),
                figure("CPU time", "task-clock", "The time that processors spent on the program", 10, Figure::text),
                figure("CPUs used", "CPUs used", "How many processors the program kept busy on average", 9,
                        Figure::numberText),
                figure("IPC", "IPC", "Instructions per cycle", 6, Figure::numberText),
                figure("Page faults", "page-faults", "Memory touched for the first time, or brought back", 12,
                        Figure::countText),
                figure("Switches", "context-switches", "How often the program left the processor", 9,
                        Figure::countText),
                Column.<RunRow>text("Started", "When the run was started", 19, row -> WHEN.format(row.run().started())),
                Column.<RunRow>text("Result", "How the program ended", 24, row -> row.summary().result())
                        .withNote(row -> row.summary().result()));
    }

    private static Column<RunRow> figure(String title, String name, String tooltip, int width,
            Function<Figure, String> text) {
        Function<RunRow, Figure> figure = row -> row.summary().figure(name);
        return Column.number(title, tooltip, width, figure.andThen(text), Comparator.comparing(figure, Figure.ORDER))
                .withNote(figure.andThen(Figure::note));
    }

    private static Figure wall(RunRow row) {
        return row.summary().figure(RunSummary.WALL_TIME);
    }

    private static String command(RunRow row) {
        return row.run().command().known()
                .map(command -> String.join(" ", command) + "\nin " + row.run().directory())
                .or(() -> row.run().command().reason()).orElse("");
    }
}
