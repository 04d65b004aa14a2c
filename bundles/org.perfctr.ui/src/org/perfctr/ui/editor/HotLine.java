// SPDX-License-Identifier: EPL-2.0
package org.perfctr.ui.editor;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.perfctr.core.profile.Function;
import org.perfctr.core.profile.Sampling;
import org.perfctr.core.profile.SourceLine;

/**
 * What the editor tells of a line.
 *
 * @param line the line with its samples
 * @param sampling the sampled events
 * @param totals the run's samples, for each sampled event
 */
record HotLine(SourceLine line, List<Sampling> sampling, List<Long> totals) {
    /** The share of the run's samples of the first sampled event, 0 to 1. */
    double share() {
        return share(0);
    }

    String shareText() {
        return percent(share());
    }

    String samplesText() {
        return "%,d".formatted(line.samples().getFirst());
    }

    HeatLevel heat() {
        return HeatLevel.of(share());
    }

    /** All numbers of the line, one sampled event a line, then the functions. */
    String explanation() {
        String events = IntStream.range(0, sampling.size()).mapToObj(this::explanation)
                .collect(Collectors.joining("\n"));
        String functions = line.functions().stream().map(Function::label).collect(Collectors.joining(", "));
        return functions.isEmpty() ? events : events + "\nin " + functions;
    }

    private String explanation(int event) {
        return "%s of the run: %,d of %,d samples of %s (%s)".formatted(percent(share(event)),
                line.samples().get(event), totals.get(event), sampling.get(event).event(),
                sampling.get(event).scope());
    }

    private double share(int event) {
        return totals.get(event) == 0 ? 0 : (double) line.samples().get(event) / totals.get(event);
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }
}
