// SPDX-License-Identifier: EPL-2.0
package org.perfctr.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;

/** The {@code perfctr} command: explains, compares and exports runs that perfex counted. */
@Command(name = "perfctr", mixinStandardHelpOptions = true, version = "perfctr 3.0.0", sortOptions = false, description = "Explains, compares and exports runs that perfex counted.", synopsisSubcommandLabel = "COMMAND", subcommands = {
        ReportCommand.class, AnnotateCommand.class, DiffCommand.class, CheckCommand.class,
        ListCommand.class, ImportCommand.class, ExportCommand.class,
        HtmlCommand.class}, exitCodeListHeading = "%nExit status:%n", exitCodeList = {"0:done",
                "1:check found a regression or an assertion that does not hold",
                "2:wrong usage, a file that cannot be read or written, or a defect of perfctr"})
public final class Perfctr {
    private Perfctr() {}

    /** Runs the command and ends the process with its exit status. */
    public static void main(String[] arguments) {
        StandardOutput output = new StandardOutput();
        PrintWriter out = new PrintWriter(output, false, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        int status = run(out, err, arguments);
        out.flush();
        output.failure().ifPresent(why -> err.println("perfctr: The output could not be written to its end: " + why));
        System.exit(output.failure().isPresent() ? CommandLine.ExitCode.USAGE : status);
    }

    /** Runs the command and returns its exit status. */
    public static int run(PrintWriter out, PrintWriter err, String... arguments) {
        try {
            return command().setOut(out).setErr(err).setCaseInsensitiveEnumValuesAllowed(true)
                    .setParameterExceptionHandler(Perfctr::refuse).setExecutionExceptionHandler(Perfctr::report)
                    .execute(arguments);
        } catch (OutOfMemoryError e) {
            err.println("perfctr: There is not enough memory: set PERFCTR_JAVA_OPTIONS to -Xmx2g or more");
            return CommandLine.ExitCode.USAGE;
        } catch (Error e) {
            // Java itself would end with 1, which says that check found something.
            e.printStackTrace(err);
            return CommandLine.ExitCode.USAGE;
        }
    }

    static CommandLine command() {
        return new CommandLine(new Perfctr());
    }

    private static int refuse(ParameterException e, String[] arguments) {
        CommandLine command = e.getCommandLine();
        command.getErr().println("perfctr: %s (see %s --help)".formatted(e.getMessage(),
                command.getCommandSpec().qualifiedName()));
        return CommandLine.ExitCode.USAGE;
    }

    /** Problems with files are one sentence; anything else is a defect of perfctr and keeps its stack trace. */
    private static int report(Exception e, CommandLine command, CommandLine.ParseResult arguments) {
        if (e instanceof IOException) {
            command.getErr().println("perfctr: " + e.getMessage());
        } else {
            e.printStackTrace(command.getErr());
        }
        return CommandLine.ExitCode.USAGE;
    }
}
