// SPDX-License-Identifier: EPL-2.0
package org.perfctr.launching.internal;

import java.nio.file.Path;

import org.eclipse.core.resources.IProject;
import org.eclipse.core.resources.ResourcesPlugin;
import org.eclipse.core.runtime.CoreException;
import org.eclipse.core.runtime.IPath;
import org.eclipse.core.runtime.Status;
import org.eclipse.debug.core.ILaunchConfiguration;
import org.eclipse.debug.core.ILaunchConfigurationWorkingCopy;
import org.eclipse.debug.core.model.ILaunchConfigurationDelegate;
import org.perfctr.launching.CountDelegate;
import org.perfctr.launching.CountLaunch;

/**
 * Counts CDT's C/C++ Application. CDT's own run delegate starts programs past the platform, so this one is counted
 * as the Native Program that it is.
 */
public final class CdtCountDelegate extends CountDelegate {
    private static final String CDT = "org.eclipse.cdt.launch.";
    private static final String PROJECT = CDT + "PROJECT_ATTR";
    private static final String PROGRAM = CDT + "PROGRAM_NAME";
    private static final String ARGUMENTS = CDT + "PROGRAM_ARGUMENTS";
    private static final String WORKING_DIRECTORY = CDT + "WORKING_DIRECTORY";

    @Override
    protected ILaunchConfigurationDelegate runDelegate() {
        return new NativeProgramDelegate();
    }

    @Override
    protected ILaunchConfiguration runnable(ILaunchConfiguration configuration) throws CoreException {
        Path project = projectFolder(configuration);
        String program = configuration.getAttribute(PROGRAM, "");
        ILaunchConfigurationWorkingCopy copy = configuration.getWorkingCopy();
        // A program whose path begins with a variable becomes absolute by its value.
        copy.setAttribute(CountLaunch.PROGRAM, program.isEmpty() || program.startsWith("${")
                ? program
                : project.resolve(program).toString());
        copy.setAttribute(CountLaunch.ARGUMENTS, configuration.getAttribute(ARGUMENTS, ""));
        copy.setAttribute(CountLaunch.WORKING_DIRECTORY,
                configuration.getAttribute(WORKING_DIRECTORY, project.toString()));
        return copy;
    }

    private static Path projectFolder(ILaunchConfiguration configuration) throws CoreException {
        String name = configuration.getAttribute(PROJECT, "");
        if (name.isEmpty()) {
            return ResourcesPlugin.getWorkspace().getRoot().getLocation().toPath();
        }
        IProject project = ResourcesPlugin.getWorkspace().getRoot().getProject(name);
        IPath location = project.getLocation();
        if (!project.isAccessible() || location == null) {
            throw new CoreException(Status.error("The project " + name + " of the launch configuration "
                    + configuration.getName() + " does not exist or is closed."));
        }
        return location.toPath();
    }
}
