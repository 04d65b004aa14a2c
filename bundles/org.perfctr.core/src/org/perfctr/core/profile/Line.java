// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.profile;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * The samples of one source line in one function.
 *
 * @param function the innermost function, inlined ones included
 * @param source the file; absent when the module has no line information there
 * @param line the line, from 1; absent when the module has no line information there
 * @param samples the number of samples, for each sampled event, those in inlined copies included
 * @param inlined how many of them were in inlined copies, and where
 */
public record Line(Function function, Optional<Source> source, OptionalInt line, List<Long> samples,
        List<Inlined> inlined) {
    public Line {
        samples = List.copyOf(samples);
        inlined = List.copyOf(inlined);
    }

    /**
     * Samples with the calls that led to them, as far as the compiler inlined these.
     *
     * @param samples the number of samples, for each sampled event
     * @param frames where they were, and the calls, the innermost first
     */
    public record Stack(List<Long> samples, List<Frame> frames) {}

    /** Where it is. */
    public Frame place() {
        return new Frame(function, source, line);
    }

    /** The samples by the calls that led to them; together they are all samples of the line. */
    public List<Stack> stacks() {
        Frame here = place();
        List<Stack> stacks = new ArrayList<>();
        List<Long> own = ownSamples();
        if (inlined.isEmpty() || own.stream().anyMatch(number -> number > 0)) {
            stacks.add(new Stack(own, List.of(here)));
        }
        for (Inlined copy : inlined) {
            List<Frame> frames = new ArrayList<>(List.of(here));
            frames.addAll(copy.at());
            stacks.add(new Stack(copy.samples(), List.copyOf(frames)));
        }
        return stacks;
    }

    /** The samples in the function itself and not in inlined copies of it. */
    private List<Long> ownSamples() {
        return IntStream.range(0, samples.size()).mapToObj(event -> samples.get(event)
                - inlined.stream().mapToLong(copy -> copy.samples().get(event)).sum()).toList();
    }
}
