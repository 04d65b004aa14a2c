// SPDX-License-Identifier: EPL-2.0
package org.perfctr.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

import org.perfctr.core.compare.Comparer;
import org.perfctr.core.compare.Comparison;
import org.perfctr.core.compare.ProfileComparison;
import org.perfctr.core.compare.Side;
import org.perfctr.core.metric.MetricCatalog;
import org.perfctr.core.report.ComparisonTable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(name = "diff", mixinStandardHelpOptions = true, sortOptions = false, description = "Compares runs with a base, and says what is better, worse, or noise.")
class DiffCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "BASE", description = "a run file, or a folder of runs of one program", converter = SideArgument.Converter.class)
    private SideArgument base;

    @Parameters(index = "1..*", arity = "1..*", paramLabel = "RUN", description = "what to compare with it", converter = SideArgument.Converter.class)
    private List<SideArgument> others;

    @Mixin
    private ComparisonOptions options;

    @Option(names = {"-e",
            "--event"}, paramLabel = "EVENT", defaultValue = "", description = "compare functions and lines by the samples of this event (default: the first that all runs have)")
    private String event;

    @Option(names = {"-n",
            "--top"}, paramLabel = "N", defaultValue = "10", converter = RowLimit.Converter.class, description = "show so many functions and lines (default: ${DEFAULT-VALUE})")
    private RowLimit top;

    @Override
    public Integer call() throws IOException {
        Side baseSide = base.read();
        for (SideArgument other : others) {
            print(baseSide, other.read());
        }
        return 0;
    }

    private void print(Side baseSide, Side other) throws IOException {
        MetricCatalog catalog = Metrics.catalog();
        Comparer comparer = options.comparer();
        ProfileComparison profiles = new ProfileComparison(baseSide, other, comparer, event);
        if (!event.isEmpty() && !profiles.event().equals(Optional.of(event))) {
            throw new IOException("%s and %s do not both have samples of %s".formatted(baseSide.title(), other.title(),
                    event));
        }
        print("totals", comparer.compare(baseSide.totals(catalog), other.totals(catalog)), baseSide, other);
        if (baseSide.manyTasks() || other.manyTasks()) {
            print("\ntasks by name", comparer.compare(baseSide.taskTotals(), other.taskTotals()), baseSide, other);
        }
        profiles.whyNone().ifPresent(why -> spec.commandLine().getOut().println("\n" + why));
        if (!profiles.isEmpty()) {
            String samples = ", shares of samples of " + profiles.event().orElseThrow();
            print("\nfunctions" + samples, top(profiles.functions()), baseSide, other);
            print("\nlines" + samples, top(profiles.lines()), baseSide, other);
        }
    }

    private void print(String title, List<Comparison> comparisons, Side baseSide, Side other) {
        if (!comparisons.isEmpty()) {
            PrintWriter out = spec.commandLine().getOut();
            out.println(title);
            out.print(ComparisonTable.of(comparisons, baseSide.title(), other.title()));
        }
    }

    private <T> List<T> top(List<T> all) {
        return all.subList(0, Math.min(top.rows(), all.size()));
    }
}
