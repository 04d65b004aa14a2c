// SPDX-License-Identifier: EPL-2.0
package org.perfctr.ui.launch;

import org.eclipse.debug.ui.actions.LaunchShortcutsAction;

/** Run > Count As. */
public final class CountAsAction extends LaunchShortcutsAction {
    public CountAsAction() {
        super(LaunchGroups.COUNT);
    }
}
