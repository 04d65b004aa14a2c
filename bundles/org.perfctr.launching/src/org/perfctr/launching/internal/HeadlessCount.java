// SPDX-License-Identifier: EPL-2.0
package org.perfctr.launching.internal;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

import org.eclipse.core.runtime.CoreException;
import org.eclipse.core.runtime.NullProgressMonitor;
import org.eclipse.core.runtime.Status;
import org.eclipse.debug.core.DebugPlugin;
import org.eclipse.debug.core.ILaunch;
import org.eclipse.debug.core.ILaunchConfiguration;
import org.eclipse.debug.core.ILaunchConfigurationWorkingCopy;
import org.eclipse.debug.core.ILaunchManager;
import org.perfctr.core.metric.MetricCatalog;
import org.perfctr.core.report.MetricTable;
import org.perfctr.core.report.ProfileTable;
import org.perfctr.core.run.Run;
import org.perfctr.core.run.RunFileReader;
import org.perfctr.launching.CountLaunch;

/** Counts launch configurations one after the other, on the terminal's own streams, and prints what was counted. */
final class HeadlessCount {
    private static final int HOTTEST_LINES = 10;

    private HeadlessCount() {}

    /** The reports go to stderr, stdout is the program's; returns its exit status. */
    static int program(List<String> command) throws CoreException, InterruptedException {
        ILaunchConfigurationWorkingCopy configuration = launchManager()
                .getLaunchConfigurationType(CountLaunch.NATIVE_PROGRAM_TYPE)
                .newInstance(null, configurationName(command.getFirst()));
        configuration.setAttribute(NativeProgramDelegate.COMMAND, command);
        configuration.setAttribute(CountLaunch.WORKING_DIRECTORY, System.getProperty("user.dir"));
        return count(configuration, System.err);
    }

    /** The program's name, without what the platform forbids in names of configurations. */
    private static String configurationName(String program) {
        String name = program.substring(program.lastIndexOf('/') + 1).replaceAll("[@&\\\\:*?\"<>|]", "_");
        return name.isEmpty() ? "program" : name;
    }

    /** Counts what the projects share; returns 0 if all of them ended with 0, and 1 if not. */
    static int sharedConfigurations() throws CoreException, InterruptedException {
        int status = 0;
        for (ILaunchConfiguration configuration : countable()) {
            System.err.println("perfctr: counting " + configuration.getName());
            System.out.println("== " + configuration.getName() + " ==");
            System.out.flush();
            if (count(configuration.getWorkingCopy(), System.out) != 0) {
                status = 1;
            }
            System.out.println();
        }
        return status;
    }

    private static List<ILaunchConfiguration> countable() throws CoreException {
        List<ILaunchConfiguration> shared = Arrays.stream(launchManager().getLaunchConfigurations())
                .filter(HeadlessCount::isCountable).sorted(Comparator.comparing(ILaunchConfiguration::getName))
                .toList();
        if (shared.isEmpty()) {
            throw new CoreException(Status.error("No project of the workspace shares a launch configuration that can "
                    + "be counted."));
        }
        return shared;
    }

    private static boolean isCountable(ILaunchConfiguration configuration) {
        try {
            return !configuration.isLocal() && configuration.supportsMode(CountLaunch.MODE);
        } catch (CoreException e) {
            return false;
        }
    }

    private static int count(ILaunchConfigurationWorkingCopy configuration, PrintStream report)
            throws CoreException, InterruptedException {
        configuration.setAttribute(NativeProgramDelegate.INHERIT_STREAMS, true);
        try (LaunchEnd end = new LaunchEnd()) {
            ILaunch launch = configuration.launch(CountLaunch.MODE, new NullProgressMonitor(), true);
            end.await();
            print(Path.of(launch.getAttribute(CountLaunch.RUN_FILE)), report);
            return launch.getProcesses()[0].getExitValue();
        }
    }

    private static void print(Path runFile, PrintStream report) throws CoreException {
        try {
            Run run = RunFileReader.read(runFile);
            report.print(MetricTable.of(run, MetricCatalog.bundled(), ZoneId.systemDefault()));
            if (!run.profile().isEmpty()) {
                report.println();
                report.print(ProfileTable.lines(run.profile(), 0, HOTTEST_LINES));
            }
            report.flush();
        } catch (IOException e) {
            throw new CoreException(Status.error(e.getMessage(), e));
        }
    }

    private static ILaunchManager launchManager() {
        return DebugPlugin.getDefault().getLaunchManager();
    }
}
