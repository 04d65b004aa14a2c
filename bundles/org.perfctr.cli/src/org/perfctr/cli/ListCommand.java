// SPDX-License-Identifier: EPL-2.0
package org.perfctr.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;

import org.perfctr.core.report.TextTable;
import org.perfctr.core.report.TextTable.Side;
import org.perfctr.core.run.Value;
import org.perfctr.core.store.RunStore;
import org.perfctr.core.store.StoredRun;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(name = "list", mixinStandardHelpOptions = true, sortOptions = false, description = "Lists the runs of a folder, newest first.")
class ListCommand implements Callable<Integer> {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT)
            .withZone(ZoneId.systemDefault());

    @Spec
    private CommandSpec spec;

    @Parameters(arity = "0..1", paramLabel = "FOLDER", defaultValue = ".", description = "a folder with run files (default: the current one)")
    private Path folder;

    @Override
    public Integer call() throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new IOException(folder + " is not a folder");
        }
        TextTable table = new TextTable(Side.LEFT, Side.LEFT, Side.LEFT);
        table.row("started", "run", "command");
        for (StoredRun run : new RunStore(folder).list()) {
            table.row(TIME.format(run.started()), run.title(), command(run.command()));
        }
        spec.commandLine().getOut().print(table);
        return 0;
    }

    private static String command(Value<List<String>> command) {
        return switch (command) {
            case Value.Known<List<String>>(List<String> known) -> String.join(" ", known);
            case Value.NotAvailable<List<String>>(String why) -> why;
        };
    }
}
