// SPDX-License-Identifier: EPL-2.0
package org.perfctr.launching.internal;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.eclipse.core.runtime.CoreException;
import org.eclipse.core.runtime.Status;
import org.perfctr.bridge.BridgeException;
import org.perfctr.bridge.NativeParts;
import org.perfctr.launching.CallGraph;
import org.perfctr.launching.CountSettings;

/** perfex's command line. */
final class PerfexCommand {
    private PerfexCommand() {}

    static List<String> of(CountSettings settings, Path runFile, List<String> program) throws CoreException {
        List<String> command = new ArrayList<>();
        command.add(perfex().toString());
        if (settings.sampling()) {
            command.addAll(List.of("record", "-F", Integer.toString(settings.frequency())));
            if (!settings.sampledEvents().isEmpty()) {
                command.addAll(List.of("-s", settings.sampledEvents()));
            }
            if (settings.callGraph() != CallGraph.NONE) {
                command.add("--call-graph=" + settings.callGraph().option());
            }
        }
        // Without perfex the launch is over: nobody could end the program from the IDE.
        command.addAll(List.of("-q", "--die-together", "-o", runFile.toString()));
        if (settings.interval() > 0) {
            command.addAll(List.of("-I", Integer.toString(settings.interval())));
        }
        if (!settings.events().isEmpty()) {
            command.addAll(List.of("-e", settings.events()));
        }
        command.add("--");
        command.addAll(program);
        return command;
    }

    private static Path perfex() throws CoreException {
        try {
            return NativeParts.perfex();
        } catch (BridgeException e) {
            throw new CoreException(Status.error(e.getMessage(), e));
        }
    }
}
