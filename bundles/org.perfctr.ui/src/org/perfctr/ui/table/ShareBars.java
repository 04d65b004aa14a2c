// SPDX-License-Identifier: EPL-2.0
package org.perfctr.ui.table;

import java.util.List;
import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.Color;
import org.eclipse.swt.graphics.GC;
import org.eclipse.swt.widgets.Event;
import org.eclipse.swt.widgets.Tree;

/** Paints the bars of columns that have them, behind their texts. */
final class ShareBars {
    private static final int MARGIN = 2;
    /** A warm tone that both black and white text are readable on. */
    private static final Color TONE = new Color(214, 120, 50);
    private static final int ALPHA = 110;

    private ShareBars() {}

    static <R> void paint(Tree tree, List<Column<R>> columns) {
        if (columns.stream().allMatch(column -> column.share() == null)) {
            return;
        }
        tree.addListener(SWT.EraseItem, event -> paint(event, columns.get(event.index)));
    }

    @SuppressWarnings("unchecked")
    private static <R> void paint(Event event, Column<R> column) {
        if (column.share() == null || event.item.getData() == null) {
            return;
        }
        double share = column.share().applyAsDouble((R) event.item.getData());
        GC gc = event.gc;
        Color background = gc.getBackground();
        gc.setBackground(TONE);
        gc.setAlpha(ALPHA);
        int width = (int) Math.round((event.width - 2 * MARGIN) * Math.clamp(share, 0, 1));
        gc.fillRectangle(event.x + MARGIN, event.y + MARGIN, width, event.height - 2 * MARGIN);
        gc.setAlpha(255);
        gc.setBackground(background);
    }
}
