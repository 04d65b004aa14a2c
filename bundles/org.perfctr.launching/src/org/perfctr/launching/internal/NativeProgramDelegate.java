// SPDX-License-Identifier: EPL-2.0
package org.perfctr.launching.internal;

import java.io.File;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.eclipse.core.resources.IFile;
import org.eclipse.core.resources.IProject;
import org.eclipse.core.resources.ResourcesPlugin;
import org.eclipse.core.runtime.CoreException;
import org.eclipse.core.runtime.IProgressMonitor;
import org.eclipse.core.runtime.Status;
import org.eclipse.core.variables.VariablesPlugin;
import org.eclipse.debug.core.DebugPlugin;
import org.eclipse.debug.core.ILaunch;
import org.eclipse.debug.core.ILaunchConfiguration;
import org.eclipse.debug.core.model.IProcess;
import org.eclipse.debug.core.model.LaunchConfigurationDelegate;
import org.perfctr.launching.CountLaunch;

/**
 * Runs a program of the launch type Native Program; counting it is
 * {@link org.perfctr.launching.CountDelegate}'s.
 */
public final class NativeProgramDelegate extends LaunchConfigurationDelegate {
    /** The program and its arguments, verbatim, a list: instead of PROGRAM and ARGUMENTS. */
    static final String COMMAND = "org.perfctr.launching.command";

    /** Whether the program gets our own stdin, stdout and stderr and not the console's, a boolean. */
    static final String INHERIT_STREAMS = "org.perfctr.launching.inheritStreams";

    @Override
    public void launch(ILaunchConfiguration configuration, String mode, ILaunch launch, IProgressMonitor monitor)
            throws CoreException {
        List<String> command = command(configuration);
        Optional<File> directory = workingDirectory(configuration, command.getFirst());
        String[] environment = DebugPlugin.getDefault().getLaunchManager().getEnvironment(configuration);
        ProgramCheck.require(command.getFirst(), directory, System.getenv());
        if (monitor.isCanceled()) {
            return;
        }
        String[] commandLine = command.toArray(String[]::new);
        boolean mergeOutput = configuration.getAttribute(DebugPlugin.ATTR_MERGE_OUTPUT, false);
        Process process = DebugPlugin.exec(commandLine, directory.orElse(null), environment, mergeOutput);
        DebugPlugin.newProcess(launch, process, command.getFirst(),
                attributes(commandLine, directory, environment));
    }

    /** @throws CoreException with one sentence: the program can't be started */
    public static void requireStartable(ILaunchConfiguration configuration) throws CoreException {
        String program = program(configuration);
        ProgramCheck.require(program, workingDirectory(configuration, program), System.getenv());
    }

    private static Map<String, String> attributes(String[] command, Optional<File> directory, String[] environment) {
        Map<String, String> attributes = new HashMap<>();
        attributes.put(IProcess.ATTR_CMDLINE, DebugPlugin.renderArguments(command, null));
        attributes.put(DebugPlugin.ATTR_PATH, command[0]);
        attributes.put(DebugPlugin.ATTR_LAUNCH_TIMESTAMP, Long.toString(System.currentTimeMillis()));
        directory.ifPresent(path -> attributes.put(DebugPlugin.ATTR_WORKING_DIRECTORY, path.getPath()));
        if (environment != null) {
            attributes.put(DebugPlugin.ATTR_ENVIRONMENT, String.join("\n", environment));
        }
        return attributes;
    }

    private static List<String> command(ILaunchConfiguration configuration) throws CoreException {
        List<String> verbatim = configuration.getAttribute(COMMAND, List.of());
        if (!verbatim.isEmpty()) {
            return verbatim;
        }
        List<String> command = new ArrayList<>();
        command.add(program(configuration));
        String arguments = substitute(configuration.getAttribute(CountLaunch.ARGUMENTS, ""));
        command.addAll(Arrays.asList(DebugPlugin.parseArguments(arguments)));
        return command;
    }

    /** Without the arguments, whose variables may ask the user for a value. */
    private static String executable(ILaunchConfiguration configuration) throws CoreException {
        List<String> verbatim = configuration.getAttribute(COMMAND, List.of());
        return verbatim.isEmpty() ? program(configuration) : verbatim.getFirst();
    }

    private static String program(ILaunchConfiguration configuration) throws CoreException {
        String program = substitute(configuration.getAttribute(CountLaunch.PROGRAM, "")).strip();
        if (program.isEmpty()) {
            throw new CoreException(
                    Status.error("The launch configuration " + configuration.getName() + " names no program."));
        }
        return program;
    }

    private static Optional<File> workingDirectory(ILaunchConfiguration configuration, String program)
            throws CoreException {
        String given = substitute(configuration.getAttribute(CountLaunch.WORKING_DIRECTORY, "")).strip();
        if (!given.isEmpty()) {
            return Optional.of(new File(given));
        }
        return project(program).map(project -> project.getLocation().toFile());
    }

    /** The project that the program is in, which is then built before it is launched. */
    private static Optional<IProject> project(String program) {
        IFile[] files = ResourcesPlugin.getWorkspace().getRoot().findFilesForLocationURI(new File(program).toURI());
        return Arrays.stream(files).map(IFile::getProject).filter(IProject::isAccessible).findFirst();
    }

    @Override
    protected IProject[] getBuildOrder(ILaunchConfiguration configuration, String mode) throws CoreException {
        Optional<IProject> project = project(executable(configuration));
        return project.isEmpty() ? null : computeReferencedBuildOrder(new IProject[]{project.get()});
    }

    private static String substitute(String text) throws CoreException {
        return VariablesPlugin.getDefault().getStringVariableManager().performStringSubstitution(text);
    }
}
