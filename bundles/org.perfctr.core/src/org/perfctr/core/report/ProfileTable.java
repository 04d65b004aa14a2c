// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.report;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.perfctr.core.profile.Function;
import org.perfctr.core.profile.HotFunction;
import org.perfctr.core.profile.Line;
import org.perfctr.core.profile.LineProfile;
import org.perfctr.core.profile.Sampling;
import org.perfctr.core.report.TextTable.Side;

/** The hottest lines and functions of a line profile as text. */
public final class ProfileTable {
    private ProfileTable() {}

    /** The hottest lines with their source text, where it is there and not newer than the program. */
    public static String lines(LineProfile profile, int event, int limit) {
        SourceText source = new SourceText();
        TextTable table = new TextTable(Side.RIGHT, Side.RIGHT, Side.LEFT, Side.LEFT, Side.LEFT);
        table.row("share", "samples", "line", "function", "");
        for (Line line : profile.hottestLines(event, limit)) {
            long samples = line.samples().get(event);
            table.row(Numbers.share(profile.share(samples, event)), Numbers.count(samples), place(line),
                    function(line, event), source.of(line).orElse(""));
        }
        return "hottest lines: %s%n%s".formatted(samples(profile, event), table);
    }

    /** The functions with the most samples: of their own or, with a call tree, of all that they called as well. */
    public static String functions(LineProfile profile, int event, int limit) {
        if (!profile.calls().isEmpty()) {
            return inclusive(profile, event, limit);
        }
        TextTable table = new TextTable(Side.RIGHT, Side.RIGHT, Side.LEFT, Side.LEFT);
        table.row("share", "samples", "function", "module");
        for (HotFunction hot : profile.hottestFunctions(event, limit)) {
            long samples = hot.samples().get(event);
            table.row(Numbers.share(profile.share(samples, event)), Numbers.count(samples), hot.function().label(),
                    hot.function().module().path());
        }
        return "hottest functions: %s%n%s".formatted(samples(profile, event), table);
    }

    private static String inclusive(LineProfile profile, int event, int limit) {
        Map<Function, Long> own = profile.hottestFunctions(event, Integer.MAX_VALUE).stream()
                .collect(Collectors.toMap(HotFunction::function, hot -> hot.samples().get(event)));
        TextTable table = new TextTable(Side.RIGHT, Side.RIGHT, Side.RIGHT, Side.RIGHT, Side.LEFT, Side.LEFT);
        table.row("with calls", "samples", "own", "samples", "function", "module");
        profile.calls().functions(event).stream().limit(limit).forEach(hot -> {
            long samples = hot.samples().get(event);
            long ownSamples = own.getOrDefault(hot.function(), 0L);
            table.row(Numbers.share(profile.share(samples, event)), Numbers.count(samples),
                    Numbers.share(profile.share(ownSamples, event)), Numbers.count(ownSamples), hot.function().label(),
                    hot.function().module().path());
        });
        long truncated = profile.calls().truncated(event);
        return "hottest functions: %s%s%n%s".formatted(samples(profile, event), truncated == 0
                ? ""
                : ", %s of them with callers that are not known".formatted(Numbers.count(truncated)), table);
    }

    /** The function, and where it was inlined if most of the line's samples are in copies. */
    public static String function(Line line, int event) {
        String name = line.function().label();
        return line.inlined().stream().max(Comparator.comparing(copy -> copy.samples().get(event)))
                .filter(copy -> 2 * copy.samples().get(event) > line.samples().get(event))
                .map(copy -> name + " in " + copy.at().getFirst().function().label()).orElse(name);
    }

    /** How many samples there are of an event, and how many were lost, as a clause. */
    public static String samples(LineProfile profile, int event) {
        Sampling sampling = profile.sampling().get(event);
        List<Long> lost = profile.lost();
        return "%s samples of %s%s".formatted(Numbers.count(profile.total(event)), sampling.event(),
                lost.isEmpty() || lost.get(event) == 0
                        ? ""
                        : ", and " + Numbers.count(lost.get(event)) + " more were lost");
    }

    /** Its source file and line, or else its module. */
    public static String place(Line line) {
        if (line.source().isEmpty() || line.line().isEmpty()) {
            return line.function().module().path();
        }
        return line.source().get().path() + ":" + line.line().getAsInt();
    }
}
