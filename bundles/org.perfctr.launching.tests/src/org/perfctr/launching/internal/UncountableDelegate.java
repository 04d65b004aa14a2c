// SPDX-License-Identifier: EPL-2.0
package org.perfctr.launching.internal;

import java.io.IOException;

import org.eclipse.core.runtime.CoreException;
import org.eclipse.core.runtime.IProgressMonitor;
import org.eclipse.core.runtime.Status;
import org.eclipse.debug.core.DebugPlugin;
import org.eclipse.debug.core.ILaunch;
import org.eclipse.debug.core.ILaunchConfiguration;
import org.eclipse.debug.core.model.LaunchConfigurationDelegate;

/** Starts a program itself, as CDT's run delegate does. */
public final class UncountableDelegate extends LaunchConfigurationDelegate {
    @Override
    public void launch(ILaunchConfiguration configuration, String mode, ILaunch launch, IProgressMonitor monitor)
            throws CoreException {
        try {
            DebugPlugin.newProcess(launch, new ProcessBuilder("true").start(), "true");
        } catch (IOException e) {
            throw new CoreException(Status.error(e.getMessage(), e));
        }
    }
}
