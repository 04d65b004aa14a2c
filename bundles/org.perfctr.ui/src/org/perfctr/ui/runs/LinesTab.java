// SPDX-License-Identifier: EPL-2.0
package org.perfctr.ui.runs;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.eclipse.swt.widgets.Composite;
import org.perfctr.core.profile.Frame;
import org.perfctr.core.profile.Line;
import org.perfctr.core.profile.LineProfile;
import org.perfctr.core.report.Numbers;
import org.perfctr.ui.table.Column;
import org.perfctr.ui.table.RowTable;

/** The source lines with the most samples. */
final class LinesTab {
    private static final int MOST = 1000;

    /** @param share of the run's samples, 0 to 1 */
    private record Row(Line line, double share, long samples) {
        String location() {
            return line.source().isPresent() ? line.place().label() : "no line information";
        }

        String path() {
            return line.source().map(source -> source.file().toString()).orElse(line.function().module().path());
        }
    }

    private final RowTable<Row> table;
    private LineProfile profile = LineProfile.empty();

    /** @param open is called with a line that was double-clicked, and the profile that it is of */
    LinesTab(Composite parent, BiConsumer<LineProfile, Frame> open) {
        table = new RowTable<>(parent, "lines", List.of(
                Column.<Row>text("Line", "The file and the line; double-click to open it", 28, Row::location)
                        .withNote(Row::path),
                Column.<Row>number("Share", "The line's share of the run's samples", 14,
                        row -> Numbers.share(row.share()), Comparator.comparing(Row::share)).withBar(Row::share),
                Column.number("Samples", "How many samples hit the line", 10, row -> Numbers.count(row.samples()),
                        Comparator.comparing(Row::samples)),
                Column.text("Function", "The innermost function, inlined ones included", 32,
                        row -> row.line().function().label()),
                Column.<Row>text("Program or library", "What the line was compiled into", 30,
                        row -> row.line().function().module().name())
                        .withNote(row -> row.line().function().module().path())));
        table.onOpen(row -> open.accept(profile, row.line().place()));
    }

    RowTable<?> table() {
        return table;
    }

    /** Lines are ranked by the first sampled event. */
    void show(Optional<RunDetails> details) {
        profile = details.map(shown -> shown.run().profile()).orElse(LineProfile.empty());
        long total = profile.isEmpty() ? 0 : profile.total(0);
        table.setRows(profile.isEmpty()
                ? List.of()
                : profile.hottestLines(0, MOST).stream().map(line -> row(line, total)).toList());
    }

    private static Row row(Line line, long total) {
        long samples = line.samples().getFirst();
        return new Row(line, (double) samples / total, samples);
    }
}
