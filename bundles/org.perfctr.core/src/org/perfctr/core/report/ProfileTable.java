// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.report;

import java.util.Comparator;
import java.util.List;

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

    /** The functions with the most samples of their own. */
    public static String functions(LineProfile profile, int event, int limit) {
        TextTable table = new TextTable(Side.RIGHT, Side.RIGHT, Side.LEFT, Side.LEFT);
        table.row("share", "samples", "function", "module");
        for (HotFunction hot : profile.hottestFunctions(event, limit)) {
            long samples = hot.samples().get(event);
            table.row(Numbers.share(profile.share(samples, event)), Numbers.count(samples), hot.function().label(),
                    hot.function().module().path());
        }
        return "hottest functions: %s%n%s".formatted(samples(profile, event), table);
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
