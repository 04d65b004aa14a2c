// SPDX-License-Identifier: EPL-2.0
package org.perfctr.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.perfctr.core.compare.Side;
import org.perfctr.core.run.Run;
import org.perfctr.core.store.RunStore;
import org.perfctr.core.store.StoredRun;

import picocli.CommandLine.ITypeConverter;

/**
 * One side of a comparison that the user named: a run file, or a folder whose runs are taken together.
 *
 * @param path the run file or folder
 */
record SideArgument(Path path) {
    Side read() throws IOException {
        if (!Files.isDirectory(path)) {
            RunArgument run = new RunArgument.Converter().convert(path.toString());
            return new Side(run.title(), List.of(run.read()));
        }
        List<Run> runs = new ArrayList<>();
        RunStore store = new RunStore(path);
        for (StoredRun run : store.list()) {
            runs.add(store.read(run));
        }
        if (runs.isEmpty()) {
            throw new IOException(path + " has no run files");
        }
        return new Side(path.getFileName().toString(), runs);
    }

    static class Converter implements ITypeConverter<SideArgument> {
        @Override
        public SideArgument convert(String text) {
            return new SideArgument(Path.of(text));
        }
    }
}
