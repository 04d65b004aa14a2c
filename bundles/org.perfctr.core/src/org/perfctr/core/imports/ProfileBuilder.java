// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.imports;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.LongStream;

import org.perfctr.core.profile.Frame;
import org.perfctr.core.profile.Function;
import org.perfctr.core.profile.Inlined;
import org.perfctr.core.profile.Line;
import org.perfctr.core.profile.LineProfile;
import org.perfctr.core.profile.Module;
import org.perfctr.core.profile.Sampling;
import org.perfctr.core.profile.Source;

/** Adds up samples by function and line. */
class ProfileBuilder {
    private final Map<String, Module> modules = new LinkedHashMap<>();
    private final Map<String, Source> sources = new LinkedHashMap<>();
    private final Map<List<Object>, Function> functions = new LinkedHashMap<>();
    private final List<Long> totals = new ArrayList<>();
    private final Map<Frame, Map<List<Frame>, List<Long>>> samples = new LinkedHashMap<>();

    Function function(Optional<String> name, String module) {
        Module home = modules.computeIfAbsent(module,
                path -> new Module(modules.size(), path, Optional.empty(), Optional.empty()));
        return functions.computeIfAbsent(List.of(name, home),
                key -> new Function(functions.size(), name, home, Optional.empty(), OptionalInt.empty()));
    }

    /** @param line 0 when it is not known */
    Frame frame(Function function, Optional<String> source, int line) {
        if (source.isEmpty() || line <= 0) {
            return new Frame(function, Optional.empty(), OptionalInt.empty());
        }
        Source file = sources.computeIfAbsent(source.get(), path -> Source.of(sources.size(), path, Optional.empty()));
        return new Frame(function, Optional.of(file), OptionalInt.of(line));
    }

    /**
     * @param frame where the samples were
     * @param callers the calls that the compiler inlined, the innermost first
     * @param event the index of the sampled event
     * @throws ArithmeticException if there are more than 2^63-1 of the event in all
     */
    void add(Frame frame, List<Frame> callers, int event, long number) {
        add(number, event, totals);
        add(number, event, samples.computeIfAbsent(frame, place -> new LinkedHashMap<>()).computeIfAbsent(callers,
                chain -> new ArrayList<>()));
    }

    private static void add(long number, int event, List<Long> counts) {
        while (counts.size() <= event) {
            counts.add(0L);
        }
        counts.set(event, Math.addExact(counts.get(event), number));
    }

    LineProfile build(List<Sampling> sampling) {
        List<Line> lines = new ArrayList<>();
        samples.forEach((frame, chains) -> {
            List<Inlined> inlined = new ArrayList<>();
            long[] all = new long[sampling.size()];
            chains.forEach((callers, counts) -> {
                List<Long> each = padded(counts, sampling.size());
                for (int event = 0; event < all.length; event++) {
                    all[event] = Math.addExact(all[event], each.get(event));
                }
                if (!callers.isEmpty()) {
                    inlined.add(new Inlined(each, callers));
                }
            });
            lines.add(new Line(frame.function(), frame.source(), frame.line(), LongStream.of(all).boxed().toList(),
                    inlined));
        });
        return new LineProfile(sampling, lines, List.of());
    }

    private static List<Long> padded(List<Long> counts, int size) {
        List<Long> all = new ArrayList<>(counts);
        while (all.size() < size) {
            all.add(0L);
        }
        return all;
    }
}
