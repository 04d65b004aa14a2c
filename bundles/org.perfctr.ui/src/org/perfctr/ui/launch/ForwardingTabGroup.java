// SPDX-License-Identifier: EPL-2.0
package org.perfctr.ui.launch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.eclipse.core.runtime.CoreException;
import org.eclipse.core.runtime.IConfigurationElement;
import org.eclipse.core.runtime.IExecutableExtension;
import org.eclipse.core.runtime.Platform;
import org.eclipse.core.runtime.Status;
import org.eclipse.debug.core.ILaunchConfiguration;
import org.eclipse.debug.core.ILaunchConfigurationWorkingCopy;
import org.eclipse.debug.core.ILaunchManager;
import org.eclipse.debug.ui.AbstractLaunchConfigurationTabGroup;
import org.eclipse.debug.ui.IDebugUIConstants;
import org.eclipse.debug.ui.ILaunchConfigurationDialog;
import org.eclipse.debug.ui.ILaunchConfigurationTab;
import org.eclipse.debug.ui.ILaunchConfigurationTabGroup;

/** The tabs that a launch type shows in run mode, with Counters as the second one. */
public final class ForwardingTabGroup extends AbstractLaunchConfigurationTabGroup implements IExecutableExtension {
    private final CountersTab counters = new CountersTab();
    private ILaunchConfigurationTabGroup runTabs;

    @Override
    public void setInitializationData(IConfigurationElement config, String property, Object data)
            throws CoreException {
        String type = config.getAttribute("type");
        runTabs = (ILaunchConfigurationTabGroup) runRegistration(type).createExecutableExtension("class");
    }

    @Override
    public void createTabs(ILaunchConfigurationDialog dialog, String mode) {
        runTabs.createTabs(dialog, ILaunchManager.RUN_MODE);
        List<ILaunchConfigurationTab> tabs = new ArrayList<>(Arrays.asList(runTabs.getTabs()));
        tabs.add(Math.min(1, tabs.size()), counters);
        setTabs(tabs.toArray(ILaunchConfigurationTab[]::new));
    }

    // The run group's own methods are called, rather than its tabs', because groups may do more than their tabs.

    @Override
    public void setDefaults(ILaunchConfigurationWorkingCopy configuration) {
        runTabs.setDefaults(configuration);
        counters.setDefaults(configuration);
    }

    @Override
    public void initializeFrom(ILaunchConfiguration configuration) {
        runTabs.initializeFrom(configuration);
        counters.initializeFrom(configuration);
    }

    @Override
    public void performApply(ILaunchConfigurationWorkingCopy configuration) {
        runTabs.performApply(configuration);
        counters.performApply(configuration);
    }

    @Override
    public void dispose() {
        runTabs.dispose();
        counters.dispose();
    }

    private static IConfigurationElement runRegistration(String type) throws CoreException {
        return Arrays.stream(registrations())
                .filter(element -> type.equals(element.getAttribute("type")) && isForRunning(element)).findFirst()
                .orElseThrow(() -> new CoreException(
                        Status.error("The launch type " + type + " has no tabs for running, so it can't be counted.")));
    }

    /** A registration without modes is for every mode that no other registration names. */
    private static boolean isForRunning(IConfigurationElement registration) {
        IConfigurationElement[] modes = registration.getChildren("launchMode");
        return modes.length == 0
                || Arrays.stream(modes).anyMatch(mode -> ILaunchManager.RUN_MODE.equals(mode.getAttribute("mode")));
    }

    private static IConfigurationElement[] registrations() {
        return Platform.getExtensionRegistry().getConfigurationElementsFor(IDebugUIConstants.PLUGIN_ID,
                IDebugUIConstants.EXTENSION_POINT_LAUNCH_CONFIGURATION_TAB_GROUPS);
    }
}
