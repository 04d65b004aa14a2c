// SPDX-License-Identifier: EPL-2.0
package org.perfctr.ui.editor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.perfctr.core.profile.Function;
import org.perfctr.core.profile.Sampling;
import org.perfctr.core.profile.SourceLine;
import org.perfctr.core.report.Numbers;

/**
 * What the editor tells of a line.
 *
 * @param line the line with its own samples, of which there may be none
 * @param withCalls the samples in the line and in all that it called, for each sampled event; absent if it called
 * nothing, or if callers are not known
 * @param calls what it called, the hottest first
 * @param sampling the sampled events
 * @param totals the run's samples, for each sampled event
 */
record HotLine(SourceLine line, Optional<List<Long>> withCalls, List<CalledFunction> calls, List<Sampling> sampling,
        List<Long> totals) {
    private static final int MOST_CALLS = 8;

    /** The share of the run's samples of the first sampled event, 0 to 1. */
    double share() {
        return share(line.samples(), 0);
    }

    /** Whether the line has samples itself, and does not only call what has some. */
    boolean hasOwn() {
        return line.samples().stream().anyMatch(number -> number > 0);
    }

    String shareText() {
        return hasOwn() ? Numbers.share(share()) : "";
    }

    String samplesText() {
        return hasOwn() ? Numbers.count(line.samples().getFirst()) : "";
    }

    /** The share with its calls; empty where there are none. */
    String withCallsText() {
        return withCalls.map(samples -> "\u2192 " + Numbers.share(share(samples, 0))).orElse("");
    }

    HeatLevel heat() {
        return HeatLevel.of(share());
    }

    /** All numbers of the line, one sampled event a line, then what it called, then the functions. */
    String explanation() {
        List<String> texts = new ArrayList<>();
        for (int event = 0; event < sampling.size(); event++) {
            texts.add(explanation(event));
        }
        for (CalledFunction call : calls.subList(0, Math.min(calls.size(), MOST_CALLS))) {
            texts.add("%s: %s, %s".formatted(call.label(), Numbers.share(share(call.samples(), 0)),
                    Numbers.count(call.samples().getFirst())));
        }
        if (calls.size() > MOST_CALLS) {
            texts.add("and %d more calls".formatted(calls.size() - MOST_CALLS));
        }
        if (!line.functions().isEmpty()) {
            texts.add("in " + line.functions().stream().map(Function::label).collect(Collectors.joining(", ")));
        }
        return String.join("\n", texts);
    }

    private String explanation(int event) {
        String own = "%s of the run: %s of %s samples of %s (%s)".formatted(
                Numbers.share(share(line.samples(), event)), Numbers.count(line.samples().get(event)),
                Numbers.count(totals.get(event)), sampling.get(event).event(), sampling.get(event).scope());
        return withCalls.map(samples -> own + "\n%s with all that it called: %s samples"
                .formatted(Numbers.share(share(samples, event)), Numbers.count(samples.get(event)))).orElse(own);
    }

    private double share(List<Long> samples, int event) {
        return totals.get(event) == 0 ? 0 : (double) samples.get(event) / totals.get(event);
    }
}
