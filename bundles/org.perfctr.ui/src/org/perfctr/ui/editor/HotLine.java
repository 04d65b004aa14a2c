// SPDX-License-Identifier: EPL-2.0
package org.perfctr.ui.editor;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.perfctr.core.profile.Function;
import org.perfctr.core.profile.LineProfile;
import org.perfctr.core.profile.Sampling;
import org.perfctr.core.profile.SourceLine;
import org.perfctr.core.report.Numbers;

/**
 * What the editor tells of a line.
 *
 * @param line the line with its own samples, of which there may be none
 * @param withCalls the samples in the line and in all that it called, for each sampled event; absent if it called
 * nothing, or if callers are not known
 * @param calls what it called
 * @param profile all of the run's samples
 * @param event the index of the sampled event that the ruler shows
 */
record HotLine(SourceLine line, Optional<List<Long>> withCalls, List<CalledFunction> calls, LineProfile profile,
        int event) {
    private static final int MOST_CALLS = 8;

    /** The share of the run's samples, 0 to 1. */
    double share() {
        return profile.share(own(), event);
    }

    /** Whether the line has samples itself, and does not only call what has some. */
    boolean hasOwn() {
        return own() > 0;
    }

    private long own() {
        return line.samples().get(event);
    }

    String shareText() {
        return hasOwn() ? Numbers.share(share()) : "";
    }

    String samplesText() {
        return hasOwn() ? Numbers.count(own()) : "";
    }

    /** The share with its calls; empty where there are none. */
    String withCallsText() {
        return withCalls.map(samples -> samples.get(event)).filter(samples -> samples > own())
                .map(samples -> "\u2192 " + Numbers.share(profile.share(samples, event))).orElse("");
    }

    HeatLevel heat() {
        return HeatLevel.of(share());
    }

    /** All numbers of the line, one sampled event a line, then what it called, then the functions. */
    String explanation() {
        List<String> texts = new ArrayList<>();
        for (int each = 0; each < profile.sampling().size(); each++) {
            texts.add(explanation(each));
        }
        List<CalledFunction> hottest = hottestCalls();
        for (CalledFunction call : hottest.subList(0, Math.min(hottest.size(), MOST_CALLS))) {
            long samples = call.samples().get(event);
            texts.add("%s: %s, %s".formatted(call.label(), Numbers.share(profile.share(samples, event)),
                    Numbers.count(samples)));
        }
        if (hottest.size() > MOST_CALLS) {
            texts.add("and %d more calls".formatted(hottest.size() - MOST_CALLS));
        }
        if (!line.functions().isEmpty()) {
            texts.add("in " + line.functions().stream().map(Function::label).collect(Collectors.joining(", ")));
        }
        return String.join("\n", texts);
    }

    private List<CalledFunction> hottestCalls() {
        return calls.stream().filter(call -> call.samples().get(event) > 0)
                .sorted(Comparator.comparing((CalledFunction call) -> call.samples().get(event)).reversed()).toList();
    }

    private String explanation(int each) {
        Sampling sampling = profile.sampling().get(each);
        long samples = line.samples().get(each);
        String own = "%s of the run: %s of %s samples of %s (%s)".formatted(
                Numbers.share(profile.share(samples, each)), Numbers.count(samples),
                Numbers.count(profile.total(each)), sampling.event(), sampling.scope());
        return withCalls.map(all -> own + "\n%s with all that it called: %s samples"
                .formatted(Numbers.share(profile.share(all.get(each), each)), Numbers.count(all.get(each))))
                .orElse(own);
    }
}
