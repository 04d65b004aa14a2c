// SPDX-License-Identifier: EPL-2.0
package org.perfctr.ui.launch;

import org.eclipse.debug.ui.actions.OpenLaunchDialogAction;

/** Run > Count External Tools Configurations... */
public final class CountToolConfigurationsAction extends OpenLaunchDialogAction {
    public CountToolConfigurationsAction() {
        super(LaunchGroups.COUNT_TOOLS);
    }
}
