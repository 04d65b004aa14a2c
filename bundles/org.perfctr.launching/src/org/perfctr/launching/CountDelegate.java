// SPDX-License-Identifier: EPL-2.0
package org.perfctr.launching;

import java.util.Set;

import org.eclipse.core.runtime.CoreException;
import org.eclipse.core.runtime.IConfigurationElement;
import org.eclipse.core.runtime.IExecutableExtension;
import org.eclipse.core.runtime.IProgressMonitor;
import org.eclipse.core.runtime.Status;
import org.eclipse.debug.core.DebugPlugin;
import org.eclipse.debug.core.ILaunch;
import org.eclipse.debug.core.ILaunchConfiguration;
import org.eclipse.debug.core.ILaunchConfigurationType;
import org.eclipse.debug.core.ILaunchDelegate;
import org.eclipse.debug.core.ILaunchManager;
import org.eclipse.debug.core.model.ILaunchConfigurationDelegate;
import org.eclipse.debug.core.model.ILaunchConfigurationDelegate2;
import org.perfctr.launching.internal.CountedLaunch;

/**
 * Counts what a launch type runs. It forwards to that type's own delegate for the run mode, with a copy of the
 * configuration that makes the platform start the program under perfex. Register it for a type and
 * {@link CountLaunch#MODE} at {@code org.eclipse.debug.core.launchDelegates}; the type must start its program with
 * {@link DebugPlugin#exec}.
 */
public class CountDelegate implements ILaunchConfigurationDelegate2, IExecutableExtension {
    private String type;

    @Override
    public void setInitializationData(IConfigurationElement element, String property, Object data) {
        type = element.getAttribute("type");
    }

    @Override
    public void launch(ILaunchConfiguration configuration, String mode, ILaunch launch, IProgressMonitor monitor)
            throws CoreException {
        try (CountedLaunch counted = CountedLaunch.prepare(configuration, launch)) {
            runDelegate().launch(counted.mark(runnable(configuration)), ILaunchManager.RUN_MODE, launch, monitor);
            counted.requireCounted();
        }
    }

    @Override
    public ILaunch getLaunch(ILaunchConfiguration configuration, String mode) {
        // Not the run delegate's: that would be a launch in the run mode.
        return null;
    }

    @Override
    public boolean preLaunchCheck(ILaunchConfiguration configuration, String mode, IProgressMonitor monitor)
            throws CoreException {
        return !(runDelegate() instanceof ILaunchConfigurationDelegate2 delegate)
                || delegate.preLaunchCheck(runnable(configuration), ILaunchManager.RUN_MODE, monitor);
    }

    @Override
    public boolean buildForLaunch(ILaunchConfiguration configuration, String mode, IProgressMonitor monitor)
            throws CoreException {
        return !(runDelegate() instanceof ILaunchConfigurationDelegate2 delegate)
                || delegate.buildForLaunch(runnable(configuration), ILaunchManager.RUN_MODE, monitor);
    }

    @Override
    public boolean finalLaunchCheck(ILaunchConfiguration configuration, String mode, IProgressMonitor monitor)
            throws CoreException {
        return !(runDelegate() instanceof ILaunchConfigurationDelegate2 delegate)
                || delegate.finalLaunchCheck(runnable(configuration), ILaunchManager.RUN_MODE, monitor);
    }

    /**
     * The delegate that runs the program.
     *
     * @throws CoreException the type has none
     */
    protected ILaunchConfigurationDelegate runDelegate() throws CoreException {
        ILaunchConfigurationType known = DebugPlugin.getDefault().getLaunchManager().getLaunchConfigurationType(type);
        ILaunchDelegate[] delegates = known == null
                ? new ILaunchDelegate[0]
                : known.getDelegates(Set.of(ILaunchManager.RUN_MODE));
        if (delegates.length == 0) {
            throw new CoreException(Status.error("The launch type " + type
                    + " can't be counted, because it can't be run: the plug-in that runs it is not installed."));
        }
        return delegates[0].getDelegate();
    }

    /** The configuration as the run delegate understands it; here, the configuration itself. */
    protected ILaunchConfiguration runnable(ILaunchConfiguration configuration) throws CoreException {
        return configuration;
    }
}
