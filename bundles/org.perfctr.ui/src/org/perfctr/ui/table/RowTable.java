// SPDX-License-Identifier: EPL-2.0
package org.perfctr.ui.table;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.eclipse.jface.viewers.ColumnViewerToolTipSupport;
import org.eclipse.jface.viewers.StructuredSelection;
import org.eclipse.jface.viewers.TreeViewer;
import org.eclipse.jface.viewers.TreeViewerColumn;
import org.eclipse.swt.SWT;
import org.eclipse.swt.events.SelectionListener;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Tree;
import org.eclipse.swt.widgets.TreeColumn;
import org.eclipse.swt.widgets.TreeItem;

/**
 * Rows, and rows below them, in columns that are sorted by a click, sized by the user and copied as tab-separated
 * text. Only rows that come into sight get a widget, so many thousands are fine. Rows are told apart by
 * {@link Object#equals}. For the UI thread.
 */
public final class RowTable<R> {
    private final TreeViewer viewer;
    private final List<Column<R>> columns;
    private final Rows<R> rows;
    private List<R> unsorted = List.of();

    /** A table of rows without others below them. */
    public RowTable(Composite parent, String memoryKey, List<Column<R>> columns) {
        this(parent, memoryKey, columns, row -> List.of());
    }

    /**
     * @param memoryKey where the columns' widths are remembered across sessions
     * @param children the rows below a row
     */
    public RowTable(Composite parent, String memoryKey, List<Column<R>> columns, Function<R, List<R>> children) {
        this.columns = List.copyOf(columns);
        viewer = new TreeViewer(parent, SWT.VIRTUAL | SWT.FULL_SELECTION | SWT.MULTI | SWT.H_SCROLL | SWT.V_SCROLL);
        rows = new Rows<>(viewer, children);
        viewer.setUseHashlookup(true);
        viewer.setContentProvider(rows);
        viewer.getTree().setHeaderVisible(true);
        ColumnViewerToolTipSupport.enableFor(viewer);
        columns.forEach(this::addColumn);
        ColumnWidths.remember(viewer.getTree(), memoryKey);
        ShareBars.paint(viewer.getTree(), this.columns);
    }

    public Tree control() {
        return viewer.getTree();
    }

    /** The viewer, as a provider of the selection. */
    public TreeViewer viewer() {
        return viewer;
    }

    /**
     * Shows these rows, in their order unless the user chose another; those that were selected or expanded stay so,
     * and what is in sight stays in sight.
     */
    public void setRows(List<R> newRows) {
        unsorted = List.copyOf(newRows);
        load();
    }

    public List<R> selection() {
        return elements(viewer.getStructuredSelection().toList());
    }

    public void select(List<R> selected) {
        rows.materialize(selected);
        viewer.setSelection(new StructuredSelection(selected), true);
    }

    /**
     * Expands the selected row, or else the first, and below it one row after the other, and selects the last.
     *
     * @param next which of the rows below a row comes next, if any
     */
    public void expand(BiFunction<R, List<R>, Optional<R>> next) {
        Optional<R> row = selection().stream().findFirst().or(() -> rows.roots().stream().findFirst());
        row.ifPresent(first -> rows.materialize(List.of(first)));
        for (Optional<R> last = row; last.isPresent(); last = rows.expand(last.get(), next)) {
            row = last;
        }
        row.ifPresent(last -> viewer.setSelection(new StructuredSelection(last), true));
    }

    /** Calls with a row that was double-clicked, or on which Enter was pressed. */
    public void onOpen(Consumer<R> action) {
        viewer.addOpenListener(event -> selection().stream().findFirst().ifPresent(action));
    }

    public void onSelection(Consumer<List<R>> action) {
        viewer.addPostSelectionChangedListener(event -> action.accept(selection()));
    }

    /** The header and the selected rows, or all when none is, as tab-separated lines. */
    public String copyText() {
        List<R> copied = selection().isEmpty() ? rows.roots() : selection();
        String header = columns.stream().map(Column::title).collect(Collectors.joining("\t"));
        return copied.stream().map(this::line).collect(Collectors.joining("\n", header + "\n", "\n"));
    }

    private String line(R row) {
        return columns.stream().map(column -> column.text().apply(row)).collect(Collectors.joining("\t"));
    }

    private void addColumn(Column<R> column) {
        var viewerColumn = new TreeViewerColumn(viewer, column.number() ? SWT.RIGHT : SWT.LEFT);
        viewerColumn.setLabelProvider(new CellLabels<>(column));
        TreeColumn header = viewerColumn.getColumn();
        header.setText(column.title());
        header.setToolTipText(column.tooltip());
        header.setMoveable(true);
        header.setWidth(ColumnWidths.pixels(viewer.getTree(), column.width(), column.title()));
        header.addSelectionListener(SelectionListener.widgetSelectedAdapter(event -> sortBy(header, column.number())));
    }

    private void sortBy(TreeColumn header, boolean largeFirst) {
        Tree tree = viewer.getTree();
        boolean again = tree.getSortColumn() == header;
        int first = largeFirst ? SWT.DOWN : SWT.UP;
        int other = largeFirst ? SWT.UP : SWT.DOWN;
        tree.setSortDirection(again && tree.getSortDirection() == first ? other : first);
        tree.setSortColumn(header);
        load();
    }

    private void load() {
        List<R> selected = selection();
        List<Object> expanded = List.of(viewer.getExpandedElements());
        int top = topIndex();
        viewer.getTree().setRedraw(false);
        try {
            rows.show(unsorted, order());
            rows.expand(expanded);
            scroll(top);
            selected = selected.stream().filter(unsorted::contains).toList();
            if (!selected.isEmpty()) {
                select(selected);
            }
        } finally {
            viewer.getTree().setRedraw(true);
        }
    }

    private int topIndex() {
        TreeItem top = viewer.getTree().getTopItem();
        return top == null || top.getParentItem() != null ? 0 : viewer.getTree().indexOf(top);
    }

    private void scroll(int top) {
        if (top > 0 && top < viewer.getTree().getItemCount()) {
            viewer.getTree().setTopItem(viewer.getTree().getItem(top));
        }
    }

    /** @return null for the order in which the rows were given */
    private Comparator<R> order() {
        Tree tree = viewer.getTree();
        if (tree.getSortColumn() == null) {
            return null;
        }
        Comparator<R> order = columns.get(tree.indexOf(tree.getSortColumn())).order();
        return tree.getSortDirection() == SWT.UP ? order : order.reversed();
    }

    @SuppressWarnings("unchecked")
    private List<R> elements(List<?> selected) {
        return new ArrayList<>((List<R>) selected);
    }
}
