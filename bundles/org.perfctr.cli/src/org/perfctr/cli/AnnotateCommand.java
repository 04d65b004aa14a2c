// SPDX-License-Identifier: EPL-2.0
package org.perfctr.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

import org.perfctr.core.profile.CallSite;
import org.perfctr.core.profile.InlinedCall;
import org.perfctr.core.profile.LineProfile;
import org.perfctr.core.report.AnnotatedCode;
import org.perfctr.core.report.AnnotatedSource;
import org.perfctr.core.report.Numbers;
import org.perfctr.core.report.ProfileTable;
import org.perfctr.core.report.TextTable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(name = "annotate", mixinStandardHelpOptions = true, sortOptions = false, description = "Shows a source file or function with the samples of each line, or of each instruction.")
class AnnotateCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "RUN", description = "a run file with samples", converter = RunArgument.Converter.class)
    private RunArgument run;

    @Parameters(index = "1", paramLabel = "FILE|FUNCTION", description = "a source file, or the end of its path; or the name of a function")
    private String place;

    @Option(names = {"-e", "--event"}, paramLabel = "EVENT", description = "the sampled event (default: the first)")
    private String event;

    @Option(names = "--instructions", description = "show the instructions of the function, each with its samples, between the source lines")
    private boolean instructions;

    @Option(names = "--intel", description = "show instructions in Intel syntax instead of AT&T's")
    private boolean intel;

    @Override
    public Integer call() throws IOException {
        LineProfile profile = run.read().profile();
        int index = index(profile);
        if (instructions) {
            printInstructions(profile, index);
            return 0;
        }
        AnnotatedSource source = AnnotatedSource.find(profile, place, index);
        print(source, profile, index);
        if (source.outdated()) {
            spec.commandLine().getErr().println("perfctr: " + source.file()
                    + " was changed after the program was built: lines may have moved");
        }
        return 0;
    }

    private void printInstructions(LineProfile profile, int index) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        InstructionPrinter printer = new InstructionPrinter(profile, index, intel, out);
        for (AnnotatedCode listing : AnnotatedCode.find(profile, place, index)) {
            printer.print(listing);
            out.println();
        }
        out.println(AnnotatedCode.SKID);
    }

    private int index(LineProfile profile) throws IOException {
        if (profile.isEmpty()) {
            throw new IOException(run.file() + " has no samples: record some with perfex record");
        }
        if (event == null) {
            return 0;
        }
        return profile.event(event).orElseThrow(() -> new IOException("%s has no samples of %s, only of %s".formatted(
                run.file(), event,
                String.join(", ", profile.sampling().stream().map(sampling -> sampling.event()).toList()))));
    }

    private void print(AnnotatedSource source, LineProfile profile, int index) {
        PrintWriter out = spec.commandLine().getOut();
        Map<Integer, List<CallSite>> calls = profile.calls().callsIn(source.file()).stream()
                .filter(call -> call.samples().get(index) > 0)
                .collect(Collectors.groupingBy(call -> call.from().line().getAsInt()));
        // Among calls that are known, those that were inlined are told already.
        Map<Integer, List<InlinedCall>> inlined = source.inlined().stream().filter(call -> profile.calls().isEmpty())
                .filter(call -> call.samples().get(index) > 0).collect(Collectors.groupingBy(InlinedCall::line));
        double hottest = source.rows().stream().mapToDouble(AnnotatedSource.Row::share).max().orElse(0);
        out.println(heading(source, profile, index));
        for (AnnotatedSource.Row row : source.rows()) {
            String margin = row.samples() == 0 ? "" : Numbers.share(row.share()) + "  " + Numbers.count(row.samples());
            out.println(Heat.colour("%16s".formatted(margin), row.share() / hottest)
                    + "%6d  %s".formatted(row.number(), TextTable.printable(row.text().replace("\t", "    "))));
            for (CallSite call : calls.getOrDefault(row.number(), List.of())) {
                out.println(called("calls " + call.callee().label(), call.samples(), profile, index));
            }
            for (InlinedCall call : inlined.getOrDefault(row.number(), List.of())) {
                out.println(called(call.callee().label() + " inlined here", call.samples(), profile, index));
            }
        }
    }

    /** Lines that are not shown may have samples too. */
    private static String heading(AnnotatedSource source, LineProfile profile, int index) {
        long shown = source.rows().stream().mapToLong(AnnotatedSource.Row::samples).sum();
        return "%s: %s of %s".formatted(source.file(), Numbers.count(shown), ProfileTable.samples(profile, index));
    }

    private static String called(String what, List<Long> perEvent, LineProfile profile, int index) {
        long samples = perEvent.get(index);
        return "%24s%s: %s, %s".formatted("", TextTable.printable(what), Numbers.share(profile.share(samples, index)),
                Numbers.count(samples));
    }
}
