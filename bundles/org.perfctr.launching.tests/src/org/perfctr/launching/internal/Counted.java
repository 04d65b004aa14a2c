// SPDX-License-Identifier: EPL-2.0
package org.perfctr.launching.internal;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BooleanSupplier;

import org.eclipse.core.runtime.CoreException;
import org.eclipse.core.runtime.NullProgressMonitor;
import org.eclipse.debug.core.DebugPlugin;
import org.eclipse.debug.core.ILaunch;
import org.eclipse.debug.core.ILaunchConfiguration;
import org.eclipse.debug.core.ILaunchConfigurationWorkingCopy;
import org.eclipse.debug.core.ILaunchManager;
import org.eclipse.debug.core.model.IProcess;
import org.perfctr.core.run.Run;
import org.perfctr.core.run.RunFileReader;
import org.perfctr.core.run.Snapshot;
import org.perfctr.launching.CountLaunch;

/** A launch in the count mode, and what is seen of it from outside. */
record Counted(ILaunch launch) {
    private static final int TIMEOUT_MILLIS = 60_000;
    private static final int STEP_MILLIS = 20;

    static ILaunchManager launchManager() {
        return DebugPlugin.getDefault().getLaunchManager();
    }

    static ILaunchConfigurationWorkingCopy configuration(String type, String name) throws CoreException {
        return launchManager().getLaunchConfigurationType(type).newInstance(null, name);
    }

    /** A Native Program that runs a shell script. */
    static ILaunchConfigurationWorkingCopy shell(String name, String script) throws CoreException {
        ILaunchConfigurationWorkingCopy configuration = configuration(CountLaunch.NATIVE_PROGRAM_TYPE, name);
        configuration.setAttribute(NativeProgramDelegate.COMMAND, List.of("/bin/sh", "-c", script));
        return configuration;
    }

    static Counted start(ILaunchConfiguration configuration) throws CoreException {
        return new Counted(configuration.launch(CountLaunch.MODE, new NullProgressMonitor(), true));
    }

    /** Launches and waits until the run is active. */
    static Counted complete(ILaunchConfiguration configuration) throws Exception {
        Counted counted = start(configuration);
        counted.awaitActive();
        return counted;
    }

    void awaitActive() throws InterruptedException {
        await();
        until(this::active, "the run does not become active");
    }

    void await() throws InterruptedException {
        until(launch::isTerminated, "the launch does not end");
    }

    private boolean active() {
        return RunsService.get().active().filter(run -> run.file().equals(runFile())).isPresent();
    }

    static void until(BooleanSupplier condition, String complaint) throws InterruptedException {
        for (int waited = 0; !condition.getAsBoolean(); waited += STEP_MILLIS) {
            assertTrue(waited < TIMEOUT_MILLIS, complaint);
            Thread.sleep(STEP_MILLIS);
        }
    }

    IProcess process() {
        return launch.getProcesses()[0];
    }

    String stdout() {
        return process().getStreamsProxy().getOutputStreamMonitor().getContents();
    }

    String stderr() {
        return process().getStreamsProxy().getErrorStreamMonitor().getContents();
    }

    Path runFile() {
        return Path.of(launch.getAttribute(CountLaunch.RUN_FILE));
    }

    /** None before the run file has its header. */
    List<Snapshot> snapshots() {
        try {
            return run().repetitions().stream().flatMap(repetition -> repetition.snapshots().stream()).toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    Run run() throws IOException {
        return RunFileReader.read(runFile());
    }
}
