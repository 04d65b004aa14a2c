// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.export;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

import org.perfctr.core.profile.Frame;
import org.perfctr.core.profile.Function;
import org.perfctr.core.profile.Line.Stack;
import org.perfctr.core.profile.Module;
import org.perfctr.core.profile.Sampling;
import org.perfctr.core.profile.Source;
import org.perfctr.core.run.Run;

/**
 * Writes the line profile of a run as pprof's profile message: one sample with one location for each line
 * and each chain of calls that it was inlined by.
 * Field numbers are those of pprof's profile.proto.
 */
final class Pprof {
    private final ProtocolBuffer profile = new ProtocolBuffer();
    private final Map<String, Integer> texts = new LinkedHashMap<>();
    private final Map<Module, Integer> mappings = new LinkedHashMap<>();
    private final Map<Function, Integer> functions = new LinkedHashMap<>();
    private final Map<Frame, Integer> callers = new LinkedHashMap<>();
    private int locations;

    private Pprof() {
        text("");
    }

    static void write(Run run, OutputStream out) throws IOException {
        GZIPOutputStream zip = new GZIPOutputStream(out);
        zip.write(new Pprof().message(run));
        zip.finish();
    }

    private byte[] message(Run run) {
        for (Sampling sampling : run.profile().sampling()) {
            profile.message(1, new ProtocolBuffer().number(1, text(sampling.event())).number(2, text("count")));
        }
        boolean called = !run.profile().calls().isEmpty();
        run.profile().stacks().forEach(stack -> sample(stack, called));
        Instant started = run.started();
        profile.number(9, started.getEpochSecond() * 1_000_000_000 + started.getNano());
        run.repetitions().stream().flatMap(repetition -> repetition.wall().known().stream()).reduce(Long::sum)
                .ifPresent(wall -> profile.number(10, wall));
        texts.keySet().forEach(text -> profile.text(6, text));
        return profile.toByteArray();
    }

    /** Calls that were inlined are one location, others one for each. */
    private void sample(Stack stack, boolean called) {
        ProtocolBuffer sample = new ProtocolBuffer();
        if (called) {
            stack.frames().forEach(frame -> sample.number(1,
                    callers.computeIfAbsent(frame, none -> location(List.of(frame)))));
        } else {
            sample.number(1, location(stack.frames()));
        }
        stack.samples().forEach(samples -> sample.number(2, samples));
        profile.message(2, sample);
    }

    private int location(List<Frame> frames) {
        int number = ++locations;
        ProtocolBuffer location = new ProtocolBuffer().number(1, number).number(2,
                mapping(frames.getFirst().function().module()));
        for (Frame frame : frames) {
            location.message(4, new ProtocolBuffer().number(1, function(frame)).number(2, frame.line().orElse(0)));
        }
        profile.message(4, location);
        return number;
    }

    private int function(Frame frame) {
        Function function = frame.function();
        return functions.computeIfAbsent(function, none -> {
            int id = functions.size() + 1;
            Source source = function.source().or(frame::source).orElse(null);
            profile.message(5, new ProtocolBuffer().number(1, id).number(2, text(function.label()))
                    .number(3, text(function.label()))
                    .number(4, text(source == null ? "" : source.file().toString()))
                    .number(5, function.line().orElse(0)));
            return id;
        });
    }

    private int mapping(Module module) {
        return mappings.computeIfAbsent(module, none -> {
            int id = mappings.size() + 1;
            profile.message(3, new ProtocolBuffer().number(1, id).number(5, text(module.path()))
                    .number(6, text(module.buildId().orElse(""))).number(7, 1).number(8, 1).number(9, 1));
            return id;
        });
    }

    private int text(String text) {
        Integer known = texts.putIfAbsent(text, texts.size());
        return known == null ? texts.size() - 1 : known;
    }
}
