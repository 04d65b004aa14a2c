// SPDX-License-Identifier: EPL-2.0
package org.perfctr.launching.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import org.eclipse.core.runtime.CoreException;
import org.eclipse.core.runtime.ILog;
import org.eclipse.core.runtime.Status;
import org.eclipse.debug.core.DebugPlugin;
import org.eclipse.debug.core.ILaunch;
import org.eclipse.debug.core.ILaunchConfiguration;
import org.eclipse.debug.core.ILaunchConfigurationWorkingCopy;
import org.eclipse.debug.core.ILaunchManager;
import org.perfctr.launching.CountLaunch;
import org.perfctr.launching.CountSettings;

/**
 * A launch whose program is to be started under perfex. Between the launch delegate and
 * {@link CountExecFactory}
 * there is foreign code that hands on the environment and nothing else: a variable in it leads to the launch, and
 * all that is known of the launch is in its attributes.
 */
public final class CountedLaunch implements AutoCloseable {
    /** In the environment of a program that is about to be started, never in that of a started one. */
    private static final String MARKER = "PERFCTR_LAUNCH";
    private static final String ID = "org.perfctr.launching.id";
    private static final String STARTED = "org.perfctr.launching.started";

    private final ILaunch launch;

    private CountedLaunch(ILaunch launch) {
        this.launch = launch;
    }

    /**
     * Gives the launch a run file.
     *
     * @throws CoreException nothing can be counted as the configuration wants it; the launch is as it was
     */
    public static CountedLaunch prepare(ILaunchConfiguration configuration, ILaunch launch) throws CoreException {
        Countable.require(CountSettings.of(configuration));
        launch.setAttribute(CountLaunch.RUN_FILE, newRunFile(configuration.getName()).toString());
        launch.setAttribute(ID, UUID.randomUUID().toString());
        return new CountedLaunch(launch);
    }

    private static Path newRunFile(String name) throws CoreException {
        try {
            return RunsService.get().store().newRunFile(name);
        } catch (IOException e) {
            throw new CoreException(Status.error("The run can't be kept: " + e.getMessage(), e));
        }
    }

    /** The launch that a program with this environment belongs to. */
    static Optional<CountedLaunch> of(Map<String, String> environment) {
        String id = environment.get(MARKER);
        return id == null
                ? Optional.empty()
                : Arrays.stream(DebugPlugin.getDefault().getLaunchManager().getLaunches())
                        .filter(launch -> id.equals(launch.getAttribute(ID))).findFirst().map(CountedLaunch::new);
    }

    static Map<String, String> withoutMarker(Map<String, String> environment) {
        Map<String, String> clean = new HashMap<>(environment);
        clean.remove(MARKER);
        return clean;
    }

    /** A copy, never to be saved, that makes the run delegate start its program with the marker. */
    public ILaunchConfiguration mark(ILaunchConfiguration configuration) throws CoreException {
        ILaunchConfigurationWorkingCopy copy = configuration.getWorkingCopy();
        Map<String, String> variables = configuration.getAttribute(ILaunchManager.ATTR_ENVIRONMENT_VARIABLES,
                (Map<String, String>) null);
        if (variables == null) {
            // Without variables the platform inherits the whole environment, whatever this attribute says.
            copy.setAttribute(ILaunchManager.ATTR_APPEND_ENVIRONMENT_VARIABLES, true);
        }
        Map<String, String> marked = new HashMap<>(variables == null ? Map.of() : variables);
        marked.put(MARKER, launch.getAttribute(ID));
        copy.setAttribute(ILaunchManager.ATTR_ENVIRONMENT_VARIABLES, marked);
        return copy;
    }

    Path runFile() {
        return Path.of(launch.getAttribute(CountLaunch.RUN_FILE));
    }

    ILaunchConfiguration configuration() {
        return launch.getLaunchConfiguration();
    }

    boolean started() {
        return launch.getAttribute(STARTED) != null;
    }

    void setStarted() {
        launch.setAttribute(STARTED, Boolean.TRUE.toString());
    }

    /** @throws CoreException the run delegate has started the program, but not through the platform */
    public void requireCounted() throws CoreException {
        if (launch.getProcesses().length > 0 && !started()) {
            throw new CoreException(Status.error(configuration().getName() + " runs, but is not counted: its launch "
                    + "type doesn't start programs through the platform. Count it as a Native Program."));
        }
    }

    /** Leaves no trace of a program that was not started. */
    @Override
    public void close() {
        if (started()) {
            return;
        }
        try {
            Files.deleteIfExists(runFile());
        } catch (IOException e) {
            ILog.get().error("The empty run file " + runFile() + " can't be deleted: " + e.getMessage(), e);
        }
    }
}
