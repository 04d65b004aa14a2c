// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.imports;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.perfctr.core.profile.Frame;
import org.perfctr.core.profile.Sampling;
import org.perfctr.core.run.Counts;
import org.perfctr.core.run.Degradation;
import org.perfctr.core.run.Run;

/**
 * Reads the samples that {@code perf script} prints. A sample counts where it was; of its calls those are kept
 * that the compiler inlined. Lines are known if it was asked for them: {@code perf script -F +srcline}.
 */
class PerfScript {
    private static final Pattern SAMPLE = Pattern.compile(
            "\\s*(?<task>\\S.*?)\\s+\\d+(/\\d+)?\\s+(\\[\\d+]\\s+)?\\d+\\.\\d+:\\s+((?<period>\\d+)\\s+)?(?<event>\\S+):(?<rest>\\s.*)?");
    private static final Pattern FRAME = Pattern
            .compile("\\s+(?<address>[0-9a-f]+)\\s+(?<name>\\S.*?)\\s+\\((?<module>.*)\\)");
    private static final Pattern OFFSET = Pattern.compile("\\+0x[0-9a-f]+$");
    private static final Pattern PLACE = Pattern.compile("\\s+(?<file>\\S.*):(?<line>\\d+)(\\s.*)?");
    private static final Pattern COMMAND = Pattern.compile("# cmdline : (.*?)\\s*");
    private static final String UNKNOWN = "[unknown]";
    private static final String INLINED = "inlined";

    private final Origin origin;
    private final ProfileBuilder profile = new ProfileBuilder();
    private final List<SampledEvent> events = new ArrayList<>();
    private List<String> command = List.of();
    private Optional<Integer> event = Optional.empty();
    private final List<CodePlace> calls = new ArrayList<>();
    private boolean places;

    private static class CodePlace {
        private Optional<String> name;
        private String module;
        private Optional<String> file = Optional.empty();
        private int line;
    }

    private static class SampledEvent {
        private String name;
        private long samples;
        private double periods;
    }

    PerfScript(Origin origin) {
        this.origin = origin;
    }

    static boolean isSample(String line) {
        return !line.startsWith("#") && SAMPLE.matcher(line).matches();
    }

    Run read(Lines lines) throws IOException {
        for (Optional<String> text = lines.next(); text.isPresent(); text = lines.next()) {
            read(text.get(), lines);
        }
        finishSample();
        if (events.isEmpty()) {
            throw lines.malformed("a sample before the end of the file");
        }
        List<Sampling> sampling = events.stream().map(PerfScript::sampling).toList();
        List<Degradation> notes = places
                ? List.of()
                : List.of(new Degradation("the samples have functions and no source lines",
                        Optional.of("let perf print them: perf script -F +srcline")));
        return new Run(origin.header(command, origin.modified(), List.of(), sampling, List.of()),
                List.of(Totals.repetition(1, Optional.empty(), Counts.empty(), List.of(), List.of())), notes,
                profile.build(sampling), Optional.empty());
    }

    private void read(String text, Lines lines) throws IOException {
        Matcher header = COMMAND.matcher(text);
        if (header.matches()) {
            command = List.of(header.group(1).split(" "));
        } else if (text.isBlank()) {
            finishSample();
        } else if (!text.startsWith("#")) {
            readSample(text, lines);
        }
    }

    private void readSample(String text, Lines lines) throws IOException {
        Matcher frame = FRAME.matcher(text);
        Matcher sample = SAMPLE.matcher(text);
        Matcher place = PLACE.matcher(text);
        if (event.isPresent() && frame.matches()) {
            addCall(frame);
        } else if (sample.matches()) {
            finishSample();
            startSample(sample, lines);
        } else if (!calls.isEmpty() && place.matches()) {
            calls.getLast().file = Optional.of(place.group("file"));
            calls.getLast().line = lineNumber(place.group("line"), lines);
            places = true;
        } else if (calls.isEmpty() || !Character.isWhitespace(text.charAt(0))) {
            throw lines.malformed("a sample or a call of one, as perf script prints them");
        }
        // Else it is a place that perf does not know either, such as libc.so.6[2a3b4].
    }

    private void startSample(Matcher sample, Lines lines) throws IOException {
        SampledEvent sampled = event(sample.group("event"));
        sampled.samples++;
        sampled.periods += sample.group("period") == null ? 1 : lines.number(sample.group("period"));
        event = Optional.of(events.indexOf(sampled));
        Matcher frame = FRAME.matcher(" " + Optional.ofNullable(sample.group("rest")).orElse(""));
        if (frame.matches()) {
            addCall(frame);
        }
    }

    private SampledEvent event(String name) {
        for (SampledEvent known : events) {
            if (known.name.equals(name)) {
                return known;
            }
        }
        SampledEvent unknown = new SampledEvent();
        unknown.name = name;
        events.add(unknown);
        return unknown;
    }

    private void addCall(Matcher frame) {
        CodePlace call = new CodePlace();
        call.name = Optional.of(OFFSET.matcher(frame.group("name")).replaceFirst(""))
                .filter(name -> !name.equals(UNKNOWN) && !name.isEmpty());
        call.module = frame.group("module").isEmpty() ? UNKNOWN : frame.group("module");
        calls.add(call);
    }

    /** The first call is where the sample was; inlined ones come before the function that they are in. */
    private void finishSample() {
        if (event.isEmpty()) {
            return;
        }
        int last = 0;
        while (last + 1 < calls.size() && calls.get(last).module.equals(INLINED)) {
            last++;
        }
        String module = calls.isEmpty() ? UNKNOWN : calls.get(last).module;
        List<Frame> frames = calls.stream().limit(last + 1L)
                .map(call -> profile.frame(profile.function(call.name, module), call.file, call.line)).toList();
        if (frames.isEmpty()) {
            frames = List.of(profile.frame(profile.function(Optional.empty(), module), Optional.empty(), 0));
        }
        profile.add(frames.getFirst(), frames.subList(1, frames.size()), event.get(), 1);
        calls.clear();
        event = Optional.empty();
    }

    /** perf tells what a sample stands for; the mean is what a run file can hold. */
    private static Sampling sampling(SampledEvent event) {
        long period = Math.max(1, Math.round(event.periods / event.samples));
        return new Sampling(event.name, Origin.scope(event.name), OptionalLong.empty(), OptionalLong.of(period));
    }

    private static int lineNumber(String text, Lines lines) throws IOException {
        long number = lines.number(text);
        if (number > Integer.MAX_VALUE) {
            throw lines.malformed("a line number below 2^31");
        }
        return (int) number;
    }
}
