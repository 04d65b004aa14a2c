// SPDX-License-Identifier: EPL-2.0
package org.perfctr.jdt;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

import org.eclipse.core.resources.IFolder;
import org.eclipse.core.resources.IMarker;
import org.eclipse.core.resources.IProject;
import org.eclipse.core.resources.IProjectDescription;
import org.eclipse.core.resources.IResource;
import org.eclipse.core.resources.IncrementalProjectBuilder;
import org.eclipse.core.resources.ResourcesPlugin;
import org.eclipse.core.runtime.CoreException;
import org.eclipse.core.runtime.IPath;
import org.eclipse.debug.core.DebugPlugin;
import org.eclipse.debug.core.ILaunchConfigurationWorkingCopy;
import org.eclipse.jdt.core.IClasspathEntry;
import org.eclipse.jdt.core.IJavaProject;
import org.eclipse.jdt.core.JavaCore;
import org.eclipse.jdt.launching.IJavaLaunchConfigurationConstants;
import org.eclipse.jdt.launching.JavaRuntime;

/** A Java project in the workspace, with JUnit. */
record JavaProject(IProject project) implements AutoCloseable {
    static JavaProject create(String name) throws CoreException {
        IProject project = ResourcesPlugin.getWorkspace().getRoot().getProject(name);
        project.create(null);
        project.open(null);
        IProjectDescription description = project.getDescription();
        description.setNatureIds(new String[]{JavaCore.NATURE_ID});
        project.setDescription(description, null);
        project.getFolder("src").create(true, true, null);
        IJavaProject java = JavaCore.create(project);
        java.setRawClasspath(new IClasspathEntry[]{JavaCore.newSourceEntry(project.getFolder("src").getFullPath()),
                JavaRuntime.getDefaultJREContainerEntry(),
                JavaCore.newContainerEntry(IPath.fromOSString("org.eclipse.jdt.junit.JUNIT_CONTAINER/5"))},
                project.getFullPath().append("bin"), null);
        return new JavaProject(project);
    }

    /** Adds a class of the default package, and compiles it. */
    JavaProject with(String type, String source) throws CoreException {
        IFolder folder = project.getFolder("src");
        folder.getFile(type + ".java").create(source.getBytes(StandardCharsets.UTF_8), true, false, null);
        project.build(IncrementalProjectBuilder.FULL_BUILD, null);
        assertEquals(List.of(), problems());
        return this;
    }

    private List<String> problems() throws CoreException {
        return Arrays.stream(project.findMarkers(IMarker.PROBLEM, true, IResource.DEPTH_INFINITE))
                .filter(marker -> marker.getAttribute(IMarker.SEVERITY, 0) == IMarker.SEVERITY_ERROR)
                .map(marker -> marker.getAttribute(IMarker.MESSAGE, "?")).toList();
    }

    ILaunchConfigurationWorkingCopy configuration(String launchType, String mainType) throws CoreException {
        ILaunchConfigurationWorkingCopy configuration = DebugPlugin.getDefault().getLaunchManager()
                .getLaunchConfigurationType(launchType).newInstance(null, mainType);
        configuration.setAttribute(IJavaLaunchConfigurationConstants.ATTR_PROJECT_NAME, project.getName());
        configuration.setAttribute(IJavaLaunchConfigurationConstants.ATTR_MAIN_TYPE_NAME, mainType);
        return configuration;
    }

    @Override
    public void close() throws CoreException {
        project.delete(true, true, null);
    }
}
