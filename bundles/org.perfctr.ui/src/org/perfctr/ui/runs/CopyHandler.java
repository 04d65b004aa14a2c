// SPDX-License-Identifier: EPL-2.0
package org.perfctr.ui.runs;

import org.eclipse.core.commands.AbstractHandler;
import org.eclipse.core.commands.ExecutionEvent;
import org.eclipse.swt.dnd.Clipboard;
import org.eclipse.swt.dnd.TextTransfer;
import org.eclipse.swt.dnd.Transfer;
import org.eclipse.ui.handlers.HandlerUtil;

/** Copies what is selected in the table that has the focus, as a spreadsheet takes it. */
public final class CopyHandler extends AbstractHandler {
    @Override
    public Object execute(ExecutionEvent event) {
        if (HandlerUtil.getActivePart(event) instanceof RunsView view) {
            Clipboard clipboard = new Clipboard(view.getSite().getShell().getDisplay());
            clipboard.setContents(new Object[]{view.copyText()}, new Transfer[]{TextTransfer.getInstance()});
            clipboard.dispose();
        }
        return null;
    }
}
