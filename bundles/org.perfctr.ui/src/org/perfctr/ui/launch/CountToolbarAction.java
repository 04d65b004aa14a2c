// SPDX-License-Identifier: EPL-2.0
package org.perfctr.ui.launch;

import org.eclipse.debug.ui.actions.AbstractLaunchToolbarAction;

/** The Count button with its drop-down history. */
public final class CountToolbarAction extends AbstractLaunchToolbarAction {
    public CountToolbarAction() {
        super(LaunchGroups.COUNT);
    }
}
