// SPDX-License-Identifier: EPL-2.0
package org.perfctr.ui.editor;

import java.util.function.IntFunction;
import org.eclipse.jface.window.DefaultToolTip;
import org.eclipse.jface.window.ToolTip;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Event;

/** The tooltip of a ruler column, which depends on how far down the mouse is. */
final class RulerTooltip extends DefaultToolTip {
    private final IntFunction<String> textAt;

    /** @param textAt the text for a y coordinate; null for no tooltip */
    RulerTooltip(Control control, IntFunction<String> textAt) {
        super(control, ToolTip.RECREATE, false);
        this.textAt = textAt;
    }

    @Override
    protected boolean shouldCreateToolTip(Event event) {
        return getText(event) != null;
    }

    @Override
    protected String getText(Event event) {
        return textAt.apply(event.y);
    }
}
