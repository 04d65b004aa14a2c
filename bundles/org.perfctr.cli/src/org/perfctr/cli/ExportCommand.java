// SPDX-License-Identifier: EPL-2.0
package org.perfctr.cli;

import java.io.IOException;
import java.util.concurrent.Callable;

import org.perfctr.core.report.RunCsv;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(name = "export", mixinStandardHelpOptions = true, sortOptions = false, description = "Writes a run as comma-separated values.")
class ExportCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "RUN", description = "a run file", converter = RunArgument.Converter.class)
    private RunArgument run;

    @Override
    public Integer call() throws IOException {
        RunCsv.write(run.read(), Metrics.catalog(), spec.commandLine().getOut());
        return 0;
    }
}
