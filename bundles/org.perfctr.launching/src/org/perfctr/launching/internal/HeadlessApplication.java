// SPDX-License-Identifier: EPL-2.0
package org.perfctr.launching.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

import org.eclipse.core.resources.ResourcesPlugin;
import org.eclipse.core.runtime.CoreException;
import org.eclipse.core.runtime.IStatus;
import org.eclipse.core.runtime.Platform;
import org.eclipse.core.runtime.Status;
import org.eclipse.core.runtime.jobs.Job;
import org.eclipse.core.runtime.preferences.DefaultScope;
import org.eclipse.equinox.app.IApplication;
import org.eclipse.equinox.app.IApplicationContext;

/**
 * Counts without a display, through the same launch delegates as the IDE:
 * <ul>
 * <li>{@code samples FOLDER} copies the projects in FOLDER into the workspace, if it hasn't got them, and builds
 * them.
 * <li>{@code count} counts all launch configurations that the workspace's projects share.
 * <li>{@code program =PROGRAM =ARGUMENT...} counts a program and ends as it does. Each word has a "=" in front,
 * since the framework takes what it knows, such as {@code -data} or {@code -clean}, wherever it stands.
 * </ul>
 */
public final class HeadlessApplication implements IApplication {
    private static final String USAGE = "expected 'samples FOLDER', 'count' or 'program =PROGRAM =ARGUMENT...'";
    private static final String DEBUG = "org.eclipse.debug.core";

    @Override
    public Object start(IApplicationContext context) {
        String[] arguments = (String[]) context.getArguments().get(IApplicationContext.APPLICATION_ARGS);
        try {
            lockWorkspace();
            // They would ask the user.
            DefaultScope.INSTANCE.getNode(DEBUG).putBoolean(DEBUG + ".PREF_ENABLE_STATUS_HANDLERS", false);
            int status = run(Arrays.asList(arguments));
            Job.getJobManager().join(ResourcesPlugin.FAMILY_AUTO_BUILD, null);
            ResourcesPlugin.getWorkspace().save(true, null);
            return status;
        } catch (CoreException e) {
            System.err.println("perfctr: " + e.getStatus().getMessage());
            return exitStatus(e.getStatus());
        } catch (InterruptedException e) {
            return ProgramCheck.CANT_COUNT;
        }
    }

    private static int run(List<String> arguments) throws CoreException, InterruptedException {
        String verb = arguments.isEmpty() ? "" : arguments.getFirst();
        List<String> rest = arguments.isEmpty() ? arguments : arguments.subList(1, arguments.size());
        if (verb.equals("samples") && rest.size() == 1) {
            SampleProjects.make(Path.of(rest.getFirst()));
            return 0;
        }
        if (verb.equals("count") && rest.isEmpty()) {
            return HeadlessCount.sharedConfigurations();
        }
        if (verb.equals("program") && !rest.isEmpty() && rest.stream().allMatch(word -> word.startsWith("="))) {
            return HeadlessCount.program(rest.stream().map(word -> word.substring(1)).toList());
        }
        throw new CoreException(Status.error(USAGE + ", and got '" + String.join(" ", arguments) + "'"));
    }

    private static void lockWorkspace() throws CoreException {
        try {
            if (!Platform.getInstanceLocation().lock()) {
                throw new CoreException(Status.error("The workspace " + Platform.getLocation().toOSString()
                        + " is in use by an IDE: close it, or take another workspace."));
            }
        } catch (IOException e) {
            throw new CoreException(Status.error("The workspace " + Platform.getLocation().toOSString()
                    + " can't be used: " + e.getMessage(), e));
        }
    }

    private static int exitStatus(IStatus status) {
        boolean ofProgram = status.getCode() == ProgramCheck.CANT_EXECUTE || status.getCode() == ProgramCheck.NOT_FOUND;
        return ofProgram ? status.getCode() : ProgramCheck.CANT_COUNT;
    }

    @Override
    public void stop() {
        // Ends with the program.
    }
}
