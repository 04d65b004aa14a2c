// SPDX-License-Identifier: EPL-2.0
package org.perfctr.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.concurrent.Callable;

import org.perfctr.core.html.HtmlPage;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(name = "html", mixinStandardHelpOptions = true, sortOptions = false, description = "Writes a run as one HTML page that needs nothing else.")
class HtmlCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "RUN", description = "a run file", converter = RunArgument.Converter.class)
    private RunArgument run;

    @Option(names = {"-o", "--output"}, paramLabel = "FILE", description = "write to FILE, not to standard output")
    private Path output;

    @Override
    public Integer call() throws IOException {
        String page = HtmlPage.of(run.read(), Metrics.catalog(), ZoneId.systemDefault());
        if (output == null) {
            spec.commandLine().getOut().print(page);
        } else {
            OutputFile.write(output, page);
        }
        return 0;
    }
}
