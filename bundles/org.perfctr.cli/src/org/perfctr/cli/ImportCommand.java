// SPDX-License-Identifier: EPL-2.0
package org.perfctr.cli;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;

import org.perfctr.core.imports.ImportFormat;
import org.perfctr.core.imports.RunFileWriter;
import org.perfctr.core.run.Run;
import org.perfctr.core.store.RunStore;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(name = "import", mixinStandardHelpOptions = true, sortOptions = false, description = "Makes a run file of what perf stat -j, perf script or Callgrind wrote.")
class ImportCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "a file in one of the formats")
    private Path file;

    @Option(names = {"-f",
            "--format"}, paramLabel = "FORMAT", description = "one of ${COMPLETION-CANDIDATES} (default: what FILE seems to be)")
    private ImportFormat format;

    @Option(names = {"-o",
            "--output"}, paramLabel = "RUN", description = "the run file to write (default: FILE's name with the suffix .perfrun, in the current folder, if there is none yet)")
    private Path output;

    @Override
    public Integer call() throws IOException {
        Run run = (format == null ? ImportFormat.of(file) : format).read(file);
        Path target = output == null ? target() : output;
        StringWriter text = new StringWriter();
        RunFileWriter.write(run, text);
        OutputFile.write(target, text.toString());
        spec.commandLine().getOut().println(target);
        return 0;
    }

    private Path target() throws IOException {
        Path target = Path.of(file.getFileName() + RunStore.SUFFIX);
        if (Files.exists(target)) {
            throw new IOException(target + " exists already: name another file with --output");
        }
        return target;
    }
}
