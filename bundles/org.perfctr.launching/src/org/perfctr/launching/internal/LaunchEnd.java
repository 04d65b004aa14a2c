// SPDX-License-Identifier: EPL-2.0
package org.perfctr.launching.internal;

import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.eclipse.debug.core.DebugException;
import org.eclipse.debug.core.DebugPlugin;
import org.eclipse.debug.core.ILaunch;
import org.eclipse.debug.core.model.IProcess;

/**
 * Waits for the end of a launch. Ctrl-C on the terminal reaches the program and us at the same time: we stay until
 * the program has ended and the report is printed.
 */
final class LaunchEnd implements TerminationListener, AutoCloseable {
    /** How long an interrupted program may take to end by itself before it is told to. */
    private static final int GRACE_SECONDS = 2;

    private final CountDownLatch ended = new CountDownLatch(1);
    private final CountDownLatch reported = new CountDownLatch(1);
    private final Thread shutdown = new Thread(this::stayUntilReported);
    private volatile ILaunch launch;

    /** Before the launch: the program may be there, and Ctrl-C be pressed, before the launch call returns. */
    LaunchEnd() {
        Runtime.getRuntime().addShutdownHook(shutdown);
        DebugPlugin.getDefault().getLaunchManager().addLaunchListener(this);
    }

    void await() throws InterruptedException {
        ended.await();
    }

    private void stayUntilReported() {
        try {
            while (!ended.await(GRACE_SECONDS, TimeUnit.SECONDS)) {
                terminate();
            }
            reported.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A program that ignores the request as well is killed: nothing may be left behind that nobody can end. */
    private void terminate() {
        if (launch == null) {
            return;
        }
        try {
            launch.terminate();
        } catch (DebugException e) {
            Arrays.stream(launch.getProcesses()).map(process -> process.getAttribute(IProcess.ATTR_PROCESS_ID))
                    .filter(Objects::nonNull).map(Long::valueOf).flatMap(pid -> ProcessHandle.of(pid).stream())
                    .forEach(ProcessHandle::destroyForcibly);
        }
    }

    @Override
    public void close() {
        DebugPlugin.getDefault().getLaunchManager().removeLaunchListener(this);
        ended.countDown();
        reported.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(shutdown);
        } catch (IllegalStateException e) {
            // It runs already, and now ends.
            return;
        }
    }

    @Override
    public void launchesAdded(ILaunch[] launches) {
        launch = launches[0];
    }

    @Override
    public void launchesTerminated(ILaunch[] launches) {
        if (Arrays.asList(launches).contains(launch)) {
            ended.countDown();
        }
    }
}
