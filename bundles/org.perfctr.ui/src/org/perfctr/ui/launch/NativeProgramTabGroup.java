// SPDX-License-Identifier: EPL-2.0
package org.perfctr.ui.launch;

import java.util.ArrayList;
import java.util.List;
import org.eclipse.debug.ui.AbstractLaunchConfigurationTabGroup;
import org.eclipse.debug.ui.CommonTab;
import org.eclipse.debug.ui.EnvironmentTab;
import org.eclipse.debug.ui.ILaunchConfigurationDialog;
import org.eclipse.debug.ui.ILaunchConfigurationTab;
import org.perfctr.launching.CountLaunch;

/** The tabs of a Native Program, in whatever mode. */
public final class NativeProgramTabGroup extends AbstractLaunchConfigurationTabGroup {
    @Override
    public void createTabs(ILaunchConfigurationDialog dialog, String mode) {
        List<ILaunchConfigurationTab> tabs = new ArrayList<>();
        tabs.add(new ProgramTab());
        if (CountLaunch.MODE.equals(mode)) {
            tabs.add(new CountersTab());
        }
        tabs.add(new EnvironmentTab());
        tabs.add(new CommonTab());
        setTabs(tabs.toArray(ILaunchConfigurationTab[]::new));
    }
}
