// SPDX-License-Identifier: EPL-2.0
package org.perfctr.ui.launch;

import org.eclipse.debug.ui.actions.OpenLaunchDialogAction;

/** Run > Count Configurations... */
public final class CountConfigurationsAction extends OpenLaunchDialogAction {
    public CountConfigurationsAction() {
        super(LaunchGroups.COUNT);
    }
}
