// SPDX-License-Identifier: EPL-2.0
package org.perfctr.ui.runs;

import java.util.Comparator;
import java.util.List;
import java.util.function.BiConsumer;
import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.jface.layout.GridLayoutFactory;
import org.eclipse.swt.SWT;
import org.eclipse.swt.layout.FillLayout;
import org.eclipse.swt.widgets.Composite;
import org.perfctr.core.profile.Frame;
import org.perfctr.core.profile.Line;
import org.perfctr.core.profile.LineProfile;
import org.perfctr.core.report.Numbers;
import org.perfctr.core.report.SourceText;
import org.perfctr.ui.table.Column;
import org.perfctr.ui.table.RowTable;

/** The source lines with the most samples. */
final class LinesTab {
    private static final int MOST = 1000;

    /**
     * @param share of the run's samples, 0 to 1
     * @param text what is written there, as far as that is known
     */
    private record Row(Line line, double share, long samples, String text) {
        String location() {
            return line.source().isPresent() ? line.place().label() : "no line information";
        }

        String path() {
            return line.source().map(source -> source.file().toString()).orElse(line.function().module().path());
        }
    }

    private final Note note;
    private final RowTable<Row> table;
    private final BackgroundReader<ShownSamples, List<Row>> reader;
    private LineProfile profile = LineProfile.empty();

    /** @param open is called with a line that was double-clicked, and the profile that it is of */
    LinesTab(Composite page, BiConsumer<LineProfile, Frame> open) {
        GridLayoutFactory.fillDefaults().applyTo(page);
        note = new Note(page, 1);
        Composite below = new Composite(page, SWT.NONE);
        below.setLayout(new FillLayout());
        GridDataFactory.fillDefaults().grab(true, true).applyTo(below);
        table = new RowTable<>(below, "lines", List.of(
                Column.<Row>text("Line", "The file and the line; double-click to open it", 28, Row::location)
                        .withNote(Row::path),
                Column.<Row>number("Share", "The line's share of the run's samples", 14,
                        row -> Numbers.share(row.share()), Comparator.comparing(Row::share)).withBar(Row::share),
                Column.number("Samples", "How many samples hit the line", 10, row -> Numbers.count(row.samples()),
                        Comparator.comparing(Row::samples)),
                Column.text("Function", "The innermost function, inlined ones included", 32,
                        row -> row.line().function().label()),
                Column.<Row>text("Source", "The line, where the file is there and not newer than the program", 60,
                        Row::text).withNote(Row::text),
                Column.<Row>text("Program or library", "What the line was compiled into", 30,
                        row -> row.line().function().module().name())
                        .withNote(row -> row.line().function().module().path())));
        table.onOpen(row -> open.accept(profile, row.line().place()));
        reader = new BackgroundReader<>("Reading the hottest lines", page.getDisplay(), LinesTab::rows, this::show);
    }

    RowTable<?> table() {
        return table;
    }

    void show(ShownSamples samples) {
        profile = samples.profile();
        note.show(samples.whyNone());
        reader.read(samples);
    }

    private void show(List<Row> rows) {
        if (!table.control().isDisposed()) {
            table.setRows(rows);
        }
    }

    private static List<Row> rows(ShownSamples samples) {
        if (samples.profile().isEmpty()) {
            return List.of();
        }
        SourceText source = new SourceText();
        return samples.profile().hottestLines(samples.event(), MOST).stream().map(line -> {
            long number = samples.number(line.samples());
            return new Row(line, samples.share(number), number, source.of(line).orElse(""));
        }).toList();
    }
}
