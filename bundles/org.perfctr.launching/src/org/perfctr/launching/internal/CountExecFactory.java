// SPDX-License-Identifier: EPL-2.0
package org.perfctr.launching.internal;

import java.io.File;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.eclipse.core.runtime.CoreException;
import org.eclipse.core.runtime.Status;
import org.eclipse.debug.core.ExecFactory;
import org.perfctr.launching.CountSettings;

/** Puts perfex in front of the command lines of counted launches. */
public final class CountExecFactory implements ExecFactory {
    @Override
    public Optional<Process> exec(String[] commandLine, Optional<File> directory,
            Optional<Map<String, String>> environment, boolean mergeOutput) throws CoreException {
        Optional<CountedLaunch> launch = environment.flatMap(CountedLaunch::of);
        if (launch.isEmpty()) {
            return Optional.empty();
        }
        ProgramCheck.require(commandLine[0], directory, environment.get());
        return Optional.of(start(launch.get(), List.of(commandLine), directory, environment.get(), mergeOutput));
    }

    private static Process start(CountedLaunch launch, List<String> command, Optional<File> directory,
            Map<String, String> environment, boolean mergeOutput) throws CoreException {
        // A delegate may start helpers besides the program: the run is the first that it starts.
        ProcessBuilder builder = new ProcessBuilder(launch.started() ? command : counted(launch, command));
        directory.ifPresent(builder::directory);
        builder.environment().clear();
        builder.environment().putAll(CountedLaunch.withoutMarker(environment));
        builder.redirectErrorStream(mergeOutput);
        if (launch.configuration().getAttribute(NativeProgramDelegate.INHERIT_STREAMS, false)) {
            builder.inheritIO();
        }
        try {
            Process process = builder.start();
            launch.setStarted();
            return process;
        } catch (IOException e) {
            throw new CoreException(Status.error(command.getFirst() + " can't be started: " + e.getMessage(), e));
        }
    }

    private static List<String> counted(CountedLaunch launch, List<String> command) throws CoreException {
        return PerfexCommand.of(CountSettings.of(launch.configuration()), launch.runFile(), command);
    }
}
