// SPDX-License-Identifier: EPL-2.0
package org.perfctr.launching.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.util.List;

import org.eclipse.core.resources.IFile;
import org.eclipse.core.resources.IProject;
import org.eclipse.core.resources.ResourcesPlugin;
import org.eclipse.core.runtime.CoreException;
import org.eclipse.debug.core.ILaunchConfigurationWorkingCopy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CountOtherTypesTest {
    private static final String EXTERNAL_TOOL = "org.eclipse.ui.externaltools.ProgramLaunchConfigurationType";
    private static final String CDT_APPLICATION = "org.eclipse.cdt.launch.applicationLaunchType";

    private final IProject project = ResourcesPlugin.getWorkspace().getRoot().getProject("größe test");

    @BeforeEach
    void makeProject() throws CoreException {
        project.create(null);
        project.open(null);
        IFile program = project.getFile("program");
        program.create(new ByteArrayInputStream("#!/bin/sh\npwd\necho \"$@\"\nexit 5\n".getBytes()), true, null);
        assertTrue(program.getLocation().toFile().setExecutable(true));
    }

    @AfterEach
    void deleteProject() throws CoreException {
        project.delete(true, true, null);
    }

    @Test
    void anExternalTool() throws Exception {
        ILaunchConfigurationWorkingCopy configuration = Counted.configuration(EXTERNAL_TOOL, "external tool");
        configuration.setAttribute("org.eclipse.ui.externaltools.ATTR_LOCATION",
                "${workspace_loc:/größe test/program}");
        configuration.setAttribute("org.eclipse.ui.externaltools.ATTR_TOOL_ARGUMENTS", "one two");
        configuration.setAttribute("org.eclipse.ui.externaltools.ATTR_WORKING_DIRECTORY",
                "${workspace_loc:/größe test}");
        assertCounted(Counted.complete(configuration), "one two");
    }

    @Test
    void anExternalToolThatIsMissingIsRefusedAsInTheRunMode() throws CoreException {
        ILaunchConfigurationWorkingCopy configuration = Counted.configuration(EXTERNAL_TOOL, "missing tool");
        configuration.setAttribute("org.eclipse.ui.externaltools.ATTR_LOCATION", "/no/such/tool");
        String asRun = assertThrows(CoreException.class, () -> configuration.launch("run", null)).getMessage();
        assertEquals(asRun, assertThrows(CoreException.class, () -> Counted.start(configuration)).getMessage());
    }

    @Test
    void aCdtApplicationInItsProject() throws Exception {
        ILaunchConfigurationWorkingCopy configuration = Counted.configuration(CDT_APPLICATION, "cdt");
        configuration.setAttribute("org.eclipse.cdt.launch.PROJECT_ATTR", project.getName());
        configuration.setAttribute("org.eclipse.cdt.launch.PROGRAM_NAME", "program");
        configuration.setAttribute("org.eclipse.cdt.launch.PROGRAM_ARGUMENTS", "three four");
        assertCounted(Counted.complete(configuration), "three four");
    }

    @Test
    void aCdtApplicationWhoseProjectIsGone() throws CoreException {
        ILaunchConfigurationWorkingCopy configuration = Counted.configuration(CDT_APPLICATION, "cdt");
        configuration.setAttribute("org.eclipse.cdt.launch.PROJECT_ATTR", "gone");
        configuration.setAttribute("org.eclipse.cdt.launch.PROGRAM_NAME", "program");
        assertEquals("The project gone of the launch configuration cdt does not exist or is closed.",
                assertThrows(CoreException.class, () -> Counted.start(configuration)).getMessage());
    }

    private void assertCounted(Counted counted, String arguments) throws Exception {
        String location = project.getLocation().toOSString();
        assertEquals(location + "\n" + arguments + "\n", counted.stdout());
        assertEquals(5, counted.process().getExitValue());
        assertEquals(List.of(location + "/program", arguments.split(" ")[0], arguments.split(" ")[1]),
                counted.run().header().command());
    }
}
