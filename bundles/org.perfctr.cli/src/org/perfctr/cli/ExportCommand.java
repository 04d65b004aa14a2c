// SPDX-License-Identifier: EPL-2.0
package org.perfctr.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Callable;

import org.perfctr.core.export.ExportFormat;
import org.perfctr.core.run.Run;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(name = "export", mixinStandardHelpOptions = true, sortOptions = false, description = "Writes a run in a format that other tools read.")
class ExportCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "RUN", description = "a run file", converter = RunArgument.Converter.class)
    private RunArgument run;

    @Option(names = {"-f",
            "--format"}, paramLabel = "FORMAT", defaultValue = "csv", description = "one of ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
    private ExportFormat format;

    @Option(names = {"-o", "--output"}, paramLabel = "FILE", description = "write to FILE, not to standard output")
    private Path output;

    @Override
    public Integer call() throws IOException {
        if (format.binary() && output == null) {
            throw new ParameterException(spec.commandLine(), format + " is not text: name a file with --output");
        }
        Run whole = run.read();
        if (format.samplesOnly() && whole.profile().isEmpty()) {
            throw new IOException(run.file() + " has no samples, and " + format
                    + " holds nothing else: record some with perfex record");
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        format.write(whole, Metrics.catalog(), bytes);
        if (output == null) {
            spec.commandLine().getOut().print(bytes.toString(StandardCharsets.UTF_8));
        } else {
            OutputFile.write(output, bytes.toByteArray());
        }
        return 0;
    }
}
