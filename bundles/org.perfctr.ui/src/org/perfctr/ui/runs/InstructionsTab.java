// SPDX-License-Identifier: EPL-2.0
package org.perfctr.ui.runs;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.jface.layout.GridLayoutFactory;
import org.eclipse.swt.SWT;
import org.eclipse.swt.events.SelectionListener;
import org.eclipse.swt.layout.FillLayout;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Combo;
import org.eclipse.swt.widgets.Composite;
import org.perfctr.core.profile.Code;
import org.perfctr.core.profile.Code.Instruction;
import org.perfctr.core.profile.Frame;
import org.perfctr.core.profile.LineProfile;
import org.perfctr.core.report.AnnotatedCode;
import org.perfctr.core.report.AnnotatedCode.InstructionRow;
import org.perfctr.core.report.AnnotatedCode.LineRow;
import org.perfctr.core.report.Numbers;
import org.perfctr.ui.table.Column;
import org.perfctr.ui.table.RowTable;

/** The instructions of one function below their source lines, each with its samples. */
final class InstructionsTab {
    /** @param position tells rows of the same line apart */
    private record Row(int position, String address, String text, double share, long samples, Optional<Frame> place) {
        String shareText() {
            return samples == 0 ? "" : Numbers.share(share);
        }

        String samplesText() {
            return samples == 0 ? "" : Numbers.count(samples);
        }
    }

    private final Combo functions;
    private final Button intel;
    private final Note note;
    private final RowTable<Row> table;
    private final BackgroundReader<Optional<Code>, Optional<AnnotatedCode>> reader;
    private ShownSamples samples = ShownSamples.NONE;
    private List<Code> listed = List.of();
    private Optional<AnnotatedCode> listing = Optional.empty();

    /** @param open is called with a line that was double-clicked, and the profile that it is of */
    InstructionsTab(Composite page, BiConsumer<LineProfile, Frame> open) {
        GridLayoutFactory.swtDefaults().numColumns(2).margins(3, 3).applyTo(page);
        functions = new Combo(page, SWT.READ_ONLY);
        functions.setToolTipText("The functions whose instructions the run file has, the hottest first");
        functions.setVisibleItemCount(20);
        GridDataFactory.fillDefaults().grab(true, false).align(SWT.FILL, SWT.CENTER).applyTo(functions);
        intel = new Button(page, SWT.CHECK);
        intel.setText("Intel syntax");
        note = new Note(page, 2);
        Composite below = new Composite(page, SWT.NONE);
        below.setLayout(new FillLayout());
        GridDataFactory.fillDefaults().grab(true, true).span(2, 1).applyTo(below);
        table = new RowTable<>(below, "instructions", List.of(
                Column.number("Address", "In the program or library, as objdump shows it", 16, Row::address,
                        Comparator.comparing(Row::position)),
                Column.<Row>number("Share", "The instruction's share of the run's samples", 14, Row::shareText,
                        Comparator.comparing(Row::share)).withBar(Row::share),
                Column.number("Samples", "How many samples hit the instruction: " + AnnotatedCode.SKID, 10,
                        Row::samplesText, Comparator.comparing(Row::samples)),
                Column.text("Instruction",
                        "Source lines, and the instructions that they became; double-click to open a line",
                        80, Row::text)));
        table.onOpen(row -> row.place().ifPresent(place -> open.accept(samples.profile(), place)));
        reader = new BackgroundReader<>("Reading source lines", page.getDisplay(), code -> code.map(AnnotatedCode::of),
                this::read);
        functions.addSelectionListener(SelectionListener.widgetSelectedAdapter(event -> readSelected()));
        intel.addSelectionListener(SelectionListener.widgetSelectedAdapter(event -> showListing()));
    }

    RowTable<?> table() {
        return table;
    }

    /** The hottest functions of the event first. */
    void show(ShownSamples newSamples) {
        samples = newSamples;
        listed = samples.profile().code().stream().filter(code -> !code.instructions().isEmpty())
                .sorted(Comparator.comparing((Code code) -> code.total(samples.event())).reversed()).toList();
        note.show(noteText());
        functions.setItems(listed.stream().map(this::label).toArray(String[]::new));
        functions.setEnabled(!listed.isEmpty());
        intel.setEnabled(!listed.isEmpty());
        functions.select(0);
        readSelected();
    }

    private String noteText() {
        return samples.profile().isEmpty() || !listed.isEmpty()
                ? samples.whyNone()
                : "The run file has no instructions of the functions that have samples.";
    }

    private String label(Code code) {
        return "%s: %s".formatted(code.label(), Numbers.share(samples.share(code.total(samples.event()))));
    }

    private void readSelected() {
        int selected = functions.getSelectionIndex();
        reader.read(selected < 0 ? Optional.empty() : Optional.of(listed.get(selected)));
    }

    private void read(Optional<AnnotatedCode> newListing) {
        if (!functions.isDisposed()) {
            listing = newListing;
            showListing();
        }
    }

    private void showListing() {
        List<Row> rows = listing.map(this::rows).orElse(List.of());
        table.setRows(rows);
        rows.stream().max(Comparator.comparing(Row::samples)).ifPresent(hottest -> table.select(List.of(hottest)));
    }

    private List<Row> rows(AnnotatedCode code) {
        List<Row> rows = new ArrayList<>();
        for (AnnotatedCode.Row row : code.rows()) {
            rows.add(switch (row) {
                case LineRow line -> new Row(rows.size(), "",
                        line.label() + line.text().map(text -> "   " + text).orElse(""), 0, 0,
                        Optional.of(line.place()));
                case InstructionRow(Instruction instruction) -> row(rows.size(), instruction);
            });
        }
        return rows;
    }

    private Row row(int position, Instruction instruction) {
        long number = samples.number(instruction.samples());
        return new Row(position, Long.toHexString(instruction.address()),
                "        " + (intel.getSelection() ? instruction.intel() : instruction.att()),
                samples.share(number), number, instruction.place());
    }
}
