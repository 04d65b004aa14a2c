// SPDX-License-Identifier: EPL-2.0
package org.perfctr.ui.runs;

import java.util.Comparator;
import java.util.List;
import java.util.function.BiConsumer;
import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.jface.layout.GridLayoutFactory;
import org.eclipse.swt.SWT;
import org.eclipse.swt.events.SelectionListener;
import org.eclipse.swt.layout.FillLayout;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Combo;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Text;
import org.perfctr.core.profile.Branch;
import org.perfctr.core.profile.Frame;
import org.perfctr.core.profile.LineProfile;
import org.perfctr.core.report.Numbers;
import org.perfctr.ui.table.Column;
import org.perfctr.ui.table.RowTable;

/** The calls that led to the samples: from where threads start down, or from each function up to its callers. */
final class CallsTab {
    private record Row(Branch branch, ShownSamples samples) {
        String name() {
            return branch.function().label() + (branch.truncated() ? "  (callers not known)" : "");
        }

        double share() {
            return samples.share(branch.samples());
        }

        double ownShare() {
            return samples.share(branch.own());
        }

        List<Row> below() {
            return rows(branch.branches(), samples);
        }

        static List<Row> rows(List<Branch> branches, ShownSamples samples) {
            return branches.stream().map(branch -> new Row(branch, samples)).toList();
        }
    }

    private static final String[] DIRECTIONS = {"Called functions, from where threads start",
            "Callers of each function"};
    private static final int CALLERS = 1;

    private final Combo direction;
    private final Text filter;
    private final Button hottest;
    private final Note note;
    private final RowTable<Row> table;
    private final BackgroundReader<CallsQuery, List<Branch>> reader;
    private ShownSamples samples = ShownSamples.NONE;

    /** @param open is called with a place that was double-clicked, and the profile that it is of */
    CallsTab(Composite page, BiConsumer<LineProfile, Frame> open) {
        GridLayoutFactory.swtDefaults().numColumns(3).margins(3, 3).applyTo(page);
        direction = new Combo(page, SWT.READ_ONLY);
        direction.setItems(DIRECTIONS);
        direction.select(0);
        filter = new Text(page, SWT.SEARCH | SWT.ICON_SEARCH | SWT.ICON_CANCEL);
        filter.setMessage("Only functions whose names contain this");
        GridDataFactory.fillDefaults().grab(true, false).align(SWT.FILL, SWT.CENTER).applyTo(filter);
        hottest = new Button(page, SWT.PUSH);
        hottest.setText("Expand &Hottest Path");
        hottest.setToolTipText(
                "Below the selected function, or the first one, opens those that took most of its samples");
        note = new Note(page, 3);
        Composite below = new Composite(page, SWT.NONE);
        below.setLayout(new FillLayout());
        GridDataFactory.fillDefaults().grab(true, true).span(3, 1).applyTo(below);
        table = new RowTable<>(below, "calls", columns(), Row::below);
        table.onOpen(row -> open.accept(samples.profile(), row.branch().place()));
        reader = new BackgroundReader<>("Following calls", page.getDisplay(), CallsQuery::answer, this::answered);
        direction.addSelectionListener(SelectionListener.widgetSelectedAdapter(event -> ask()));
        filter.addModifyListener(event -> ask());
        hottest.addSelectionListener(SelectionListener.widgetSelectedAdapter(event -> expandHottest()));
    }

    private static List<Column<Row>> columns() {
        return List.of(
                Column.<Row>text("Function", "A function and, below it, those that it called or that called it", 50,
                        Row::name).withNote(row -> row.branch().function().label()),
                Column.<Row>number("With calls",
                        "The share of the run's samples in the function and in all that it called; below a function"
                                + " with its callers, the part of it that came this way",
                        14, row -> Numbers.share(row.share()), Comparator.comparing(Row::share)).withBar(Row::share),
                Column.number("Samples", "The samples in the function and in all that it called", 10,
                        row -> Numbers.count(row.branch().samples()),
                        Comparator.comparing(row -> row.branch().samples())),
                Column.<Row>number("Own", "The share of the run's samples in the function itself", 14,
                        row -> Numbers.share(row.ownShare()), Comparator.comparing(Row::ownShare))
                        .withBar(Row::ownShare),
                Column.number("Own samples", "The samples in the function itself", 12,
                        row -> Numbers.count(row.branch().own()), Comparator.comparing(row -> row.branch().own())),
                Column.<Row>text("Line", "Where most of these samples are, or the call is; double-click to open it",
                        24, row -> row.branch().place().label()).withNote(CallsTab::path),
                Column.<Row>text("Program or library", "What the function was compiled into", 24,
                        row -> row.branch().function().module().name())
                        .withNote(row -> row.branch().function().module().path()));
    }

    private static String path(Row row) {
        return row.branch().place().source().map(source -> source.file().toString()).orElse(null);
    }

    RowTable<?> table() {
        return table;
    }

    void show(ShownSamples newSamples) {
        samples = newSamples;
        boolean known = !samples.profile().calls().isEmpty();
        direction.setEnabled(known);
        filter.setEnabled(known);
        hottest.setEnabled(known);
        table.setRows(List.of());
        ask();
    }

    private void ask() {
        boolean callers = direction.getSelectionIndex() == CALLERS;
        reader.read(new CallsQuery(samples, callers, filter.getText().strip()));
    }

    private void answered(List<Branch> branches) {
        if (table.control().isDisposed()) {
            return;
        }
        note.show(noteText());
        table.setRows(Row.rows(branches, samples));
        if (direction.getSelectionIndex() != CALLERS) {
            expandHottest();
        }
    }

    private String noteText() {
        if (samples.profile().isEmpty()) {
            return samples.whyNone();
        }
        if (samples.profile().calls().isEmpty()) {
            return "This run's samples have no callers. To have them recorded, choose so in the Counters tab of the launch"
                    + " configuration.";
        }
        long unknown = samples.profile().calls().truncated(samples.event());
        return unknown == 0
                ? "All callers are known."
                : "%s of the samples (%s) have callers that are not known: their stacks could not be followed to the start."
                        .formatted(Numbers.count(unknown), Numbers.share(samples.share(unknown)));
    }

    /** As far as what is called takes more than the function itself. */
    private void expandHottest() {
        table.expand((row, below) -> below.stream().max(Comparator.comparing(called -> called.branch().samples()))
                .filter(called -> called.branch().samples() > row.branch().own()));
    }
}
