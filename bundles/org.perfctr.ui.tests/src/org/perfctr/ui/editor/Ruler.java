// SPDX-License-Identifier: EPL-2.0
package org.perfctr.ui.editor;

import java.util.Iterator;
import org.eclipse.jface.text.source.CompositeRuler;
import org.eclipse.jface.text.source.IVerticalRulerColumn;
import org.eclipse.jface.text.source.IVerticalRulerInfo;
import org.eclipse.ui.texteditor.ITextEditor;

/** What an editor's column with counts says. */
public record Ruler(ITextEditor editor) {
    public String text(int line) {
        return column().text(line);
    }

    public String tooltip(int line) {
        return column().tooltip(line);
    }

    public int width() {
        return column().getWidth();
    }

    private CountRulerColumn column() {
        CompositeRuler rulers = (CompositeRuler) editor.getAdapter(IVerticalRulerInfo.class);
        for (Iterator<IVerticalRulerColumn> columns = rulers.getDecoratorIterator(); columns.hasNext();) {
            if (columns.next() instanceof CountRulerColumn column) {
                return column;
            }
        }
        throw new AssertionError("The editor has no column with counts");
    }
}
