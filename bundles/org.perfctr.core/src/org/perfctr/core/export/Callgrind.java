// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.export;

import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.perfctr.core.profile.CallSite;
import org.perfctr.core.profile.Function;
import org.perfctr.core.profile.Line;
import org.perfctr.core.profile.LineProfile;
import org.perfctr.core.profile.Sampling;
import org.perfctr.core.profile.Source;
import org.perfctr.core.run.Run;

/** Writes the line profile of a run in Callgrind's format: each sample is a cost of its line. */
final class Callgrind {
    private static final String UNKNOWN = "???";

    private Callgrind() {}

    static void write(Run run, OutputStream out) {
        PrintWriter text = new PrintWriter(out, false, StandardCharsets.UTF_8);
        LineProfile profile = run.profile();
        text.print("# callgrind format\nversion: 1\ncreator: perfctr\npid: 1\n");
        text.print("cmd: " + oneLine(run.header().label()) + "\npositions: line\n");
        text.print("events: " + profile.sampling().stream().map(Sampling::event).map(Callgrind::eventName)
                .collect(Collectors.joining(" ")) + "\n");
        text.print("summary: " + numbers(totals(profile)) + "\n");
        Map<Function, List<Line>> lines = profile.lines().stream().collect(Collectors.groupingBy(Line::function));
        Map<Function, List<CallSite>> calls = profile.calls().callSites().stream()
                .collect(Collectors.groupingBy(call -> call.from().function()));
        Stream.concat(lines.keySet().stream(), calls.keySet().stream()).distinct()
                .forEach(function -> writeFunction(function, lines, calls.getOrDefault(function, List.of()), text));
        text.print("\ntotals: " + numbers(totals(profile)) + "\n");
        text.flush();
    }

    private static void writeFunction(Function function, Map<Function, List<Line>> lines, List<CallSite> calls,
            PrintWriter text) {
        Source home = home(function, lines);
        text.print("\nob=" + oneLine(function.module().path()) + "\nfl=" + file(home) + "\nfn="
                + oneLine(function.label()) + "\n");
        String current = file(home);
        for (Line line : lines.getOrDefault(function, List.of())) {
            String file = file(line.source().orElse(home));
            if (!file.equals(current)) {
                text.print("fi=" + file + "\n");
                current = file;
            }
            text.print(line.line().orElse(0) + " " + numbers(line.samples()) + "\n");
        }
        for (CallSite call : calls) {
            String file = file(call.from().source().orElse(home));
            if (!file.equals(current)) {
                text.print("fi=" + file + "\n");
                current = file;
            }
            writeCall(call, home(call.callee(), lines), text);
        }
    }

    /**
     * How often it was called is not known: once, at least.
     *
     * @param home the file that the callee is written with, by which readers find it
     */
    private static void writeCall(CallSite call, Source home, PrintWriter text) {
        Function callee = call.callee();
        text.print("cob=" + oneLine(callee.module().path()) + "\ncfi=" + file(home) + "\ncfn="
                + oneLine(callee.label()) + "\ncalls=1 " + callee.line().orElse(0) + "\n"
                + call.from().line().orElse(0) + " " + numbers(call.samples()) + "\n");
    }

    private static Source home(Function function, Map<Function, List<Line>> lines) {
        return function.source().or(() -> lines.getOrDefault(function, List.of()).stream().findFirst()
                .flatMap(Line::source)).orElse(null);
    }

    private static List<Long> totals(LineProfile profile) {
        return IntStream.range(0, profile.sampling().size()).mapToObj(profile::total).toList();
    }

    private static String numbers(List<Long> numbers) {
        return numbers.stream().map(Object::toString).collect(Collectors.joining(" "));
    }

    private static String file(Source source) {
        return source == null ? UNKNOWN : oneLine(source.file().toString());
    }

    /** Event names are separated by blanks, and ":" ends one. */
    private static String eventName(String event) {
        return event.replaceAll("[^A-Za-z0-9]", "_");
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }
}
