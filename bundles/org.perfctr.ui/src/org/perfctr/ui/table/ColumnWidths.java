// SPDX-License-Identifier: EPL-2.0
package org.perfctr.ui.table;

import org.eclipse.jface.dialogs.DialogSettings;
import org.eclipse.jface.dialogs.IDialogSettings;
import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.GC;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Tree;
import org.eclipse.swt.widgets.TreeColumn;
import org.eclipse.ui.PlatformUI;
import org.osgi.framework.FrameworkUtil;

/** Remembers the widths that the user gave to columns. */
final class ColumnWidths {
    private ColumnWidths() {}

    /** Room for so many characters, and for the title in bold with the mark of the sort order. */
    static int pixels(Control control, int characters, String title) {
        GC gc = new GC(control);
        try {
            int wanted = Math.max(characters + 2, title.length() + 5);
            return (int) Math.ceil(gc.getFontMetrics().getAverageCharacterWidth() * wanted);
        } finally {
            gc.dispose();
        }
    }

    static void remember(Tree tree, String key) {
        IDialogSettings settings = DialogSettings.getOrCreateSection(PlatformUI
                .getDialogSettingsProvider(FrameworkUtil.getBundle(ColumnWidths.class)).getDialogSettings(), key);
        for (TreeColumn column : tree.getColumns()) {
            restore(column, settings.get(column.getText()));
            column.addListener(SWT.Resize,
                    event -> settings.put(column.getText(), column.getWidth()));
        }
    }

    private static void restore(TreeColumn column, String width) {
        try {
            if (width != null) {
                column.setWidth(Integer.parseInt(width));
            }
        } catch (NumberFormatException e) {
            // Somebody edited the settings: the column keeps its own width.
        }
    }
}
