// SPDX-License-Identifier: EPL-2.0
package org.perfctr.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.perfctr.core.run.Run;
import org.perfctr.core.run.RunFileReader;
import org.perfctr.core.store.RunStore;

import picocli.CommandLine.ITypeConverter;

/**
 * A run that the user named: the path of a run file, with or without its suffix.
 *
 * @param file the run file
 */
record RunArgument(Path file) {
    Run read() throws IOException {
        return RunFileReader.read(file);
    }

    /** The name that the user knows the run by. */
    String title() {
        String name = file.getFileName().toString();
        return name.endsWith(RunStore.SUFFIX) ? name.substring(0, name.length() - RunStore.SUFFIX.length()) : name;
    }

    static class Converter implements ITypeConverter<RunArgument> {
        /** With the suffix first: what has the same name without it is mostly the program that was counted. */
        @Override
        public RunArgument convert(String text) {
            Path withSuffix = Path.of(text + RunStore.SUFFIX);
            return new RunArgument(Files.exists(withSuffix) ? withSuffix : Path.of(text));
        }
    }
}
