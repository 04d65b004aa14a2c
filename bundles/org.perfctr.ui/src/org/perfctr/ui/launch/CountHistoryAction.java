// SPDX-License-Identifier: EPL-2.0
package org.perfctr.ui.launch;

import org.eclipse.debug.ui.actions.AbstractLaunchHistoryAction;

/** Run > Count History. */
public final class CountHistoryAction extends AbstractLaunchHistoryAction {
    public CountHistoryAction() {
        super(LaunchGroups.COUNT);
    }
}
