// SPDX-License-Identifier: EPL-2.0
package org.perfctr.ui.table;

import org.eclipse.jface.preference.JFacePreferences;
import org.eclipse.jface.resource.JFaceResources;
import org.eclipse.jface.viewers.ColumnLabelProvider;
import org.eclipse.swt.graphics.Color;
import org.eclipse.swt.graphics.Image;

/** Shows a column's cells; "n/a" is subdued, and its tooltip says why. */
final class CellLabels<R> extends ColumnLabelProvider {
    private final Column<R> column;

    CellLabels(Column<R> column) {
        this.column = column;
    }

    @Override
    public String getText(Object element) {
        return column.text().apply(row(element));
    }

    @Override
    public Image getImage(Object element) {
        return column.image().apply(row(element));
    }

    @Override
    public String getToolTipText(Object element) {
        return column.note().apply(row(element));
    }

    @Override
    public Color getForeground(Object element) {
        return getText(element).startsWith("n/a")
                ? JFaceResources.getColorRegistry().get(JFacePreferences.QUALIFIER_COLOR)
                : null;
    }

    @SuppressWarnings("unchecked")
    private R row(Object element) {
        return (R) element;
    }
}
