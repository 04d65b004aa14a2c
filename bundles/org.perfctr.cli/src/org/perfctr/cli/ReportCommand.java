// SPDX-License-Identifier: EPL-2.0
package org.perfctr.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.Callable;

import org.perfctr.core.metric.MetricCatalog;
import org.perfctr.core.profile.LineProfile;
import org.perfctr.core.report.CpuTable;
import org.perfctr.core.report.MetricTable;
import org.perfctr.core.report.ProfileTable;
import org.perfctr.core.report.TaskTable;
import org.perfctr.core.run.Repetition;
import org.perfctr.core.run.Run;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(name = "report", mixinStandardHelpOptions = true, sortOptions = false, description = "Shows totals, metrics, tasks, and the hottest functions and lines of runs.")
class ReportCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(arity = "1..*", paramLabel = "RUN", description = "run files", converter = RunArgument.Converter.class)
    private List<RunArgument> runs;

    @Option(names = {"-n",
            "--top"}, paramLabel = "N", defaultValue = "10", converter = RowLimit.Converter.class, description = "show so many tasks, functions and lines (default: ${DEFAULT-VALUE})")
    private RowLimit top;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        MetricCatalog catalog = Metrics.catalog();
        for (RunArgument argument : runs) {
            Run run = argument.read();
            out.print(MetricTable.of(run, catalog, ZoneId.systemDefault()));
            printTasks(run, out);
            printProfile(run.profile(), out);
            out.print(argument == runs.getLast() ? "" : "\n\n");
        }
        return 0;
    }

    private void printTasks(Run run, PrintWriter out) {
        for (Repetition repetition : run.repetitions()) {
            if (!repetition.cpus().isEmpty()) {
                out.println();
                out.print(CpuTable.of(repetition));
            }
            if (repetition.tasks().all().size() > 1) {
                out.println(run.repetitions().size() > 1 ? "\ntasks of repetition " + repetition.number() : "");
                out.print(TaskTable.of(repetition, top.rows()));
            }
        }
    }

    private void printProfile(LineProfile profile, PrintWriter out) {
        if (profile.isEmpty()) {
            return;
        }
        for (int event = 0; event < profile.sampling().size(); event++) {
            out.println();
            out.print(ProfileTable.functions(profile, event, top.rows()));
            out.println();
            out.print(ProfileTable.lines(profile, event, top.rows()));
        }
    }
}
