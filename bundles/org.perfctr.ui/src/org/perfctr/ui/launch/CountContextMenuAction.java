// SPDX-License-Identifier: EPL-2.0
package org.perfctr.ui.launch;

import org.eclipse.debug.ui.actions.ContextualLaunchAction;
import org.perfctr.launching.CountLaunch;

/** Count As in context menus. */
public final class CountContextMenuAction extends ContextualLaunchAction {
    public CountContextMenuAction() {
        super(CountLaunch.MODE);
    }
}
