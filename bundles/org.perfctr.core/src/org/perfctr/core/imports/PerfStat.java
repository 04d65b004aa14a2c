// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.imports;

import java.io.IOException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import org.perfctr.core.profile.LineProfile;
import org.perfctr.core.run.Degradation;
import org.perfctr.core.run.Event;
import org.perfctr.core.run.Repetition;
import org.perfctr.core.run.Run;

/**
 * Reads what {@code perf stat -j} prints: one event a line, for the whole program, for each CPU ({@code -A}) or for
 * each interval ({@code -I}). Output that was appended holds several repetitions.
 */
class PerfStat {
    private static final String STARTED = "# started on ";
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss yyyy", Locale.ROOT);

    private final Origin origin;
    private final Map<String, Event> events = new LinkedHashMap<>();
    private final List<PerfStatCounts> repetitions = new ArrayList<>();
    private Optional<Instant> started = Optional.empty();
    private boolean means;

    PerfStat(Origin origin) {
        this.origin = origin;
    }

    Run read(Lines lines) throws IOException {
        repetitions.add(new PerfStatCounts());
        for (Optional<String> text = lines.next(); text.isPresent(); text = lines.next()) {
            String line = text.get();
            if (line.startsWith(STARTED)) {
                started = started.or(() -> time(line.substring(STARTED.length()).strip()));
                nextRepetition();
            } else if (line.startsWith("{")) {
                add(PerfStatLine.parse(line, lines), lines);
            }
            // Else it is a blank line, or what the program wrote.
        }
        if (events.isEmpty()) {
            throw lines.malformed("an event before the end of the file");
        }
        List<Event> all = List.copyOf(events.values());
        List<Repetition> counted = new ArrayList<>();
        for (PerfStatCounts repetition : repetitions) {
            if (!repetition.isEmpty()) {
                counted.add(repetition.repetition(counted.size() + 1, all));
            }
        }
        List<Integer> cpus = repetitions.stream().flatMap(repetition -> repetition.cpus().stream()).distinct().sorted()
                .toList();
        return new Run(origin.header(List.of(), started.orElse(origin.modified()), all, List.of(), cpus), counted,
                notes(),
                LineProfile.empty(), Optional.empty());
    }

    private void add(PerfStatLine line, Lines lines) throws IOException {
        if (line.event().isEmpty()) {
            // A further metric of the event before: perf computed it, and perfctr computes its own.
            return;
        }
        means |= line.mean();
        events.putIfAbsent(line.event().get(), line.describe());
        if (repetitions.getLast().has(line)) {
            nextRepetition();
        }
        repetitions.getLast().add(line, lines);
    }

    private void nextRepetition() {
        if (!repetitions.getLast().isEmpty()) {
            repetitions.add(new PerfStatCounts());
        }
    }

    private List<Degradation> notes() {
        return means
                ? List.of(new Degradation(
                        "perf stat -r gave the means of its repetitions only, so that they count as one",
                        Optional.of("count with perfex --repeat, which keeps each repetition")))
                : List.of();
    }

    private static Optional<Instant> time(String text) {
        try {
            return Optional.of(LocalDateTime.parse(text, TIME).atZone(ZoneId.systemDefault()).toInstant());
        } catch (DateTimeParseException e) {
            // The file's own time will do.
            return Optional.empty();
        }
    }
}
