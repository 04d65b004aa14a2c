// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.imports;

import java.io.IOException;
import java.util.Optional;
import java.util.OptionalInt;

import org.perfctr.core.run.Count;
import org.perfctr.core.run.Event;
import org.perfctr.core.run.Value;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;

/**
 * One line of {@code perf stat -j}.
 *
 * @param event the event's name; absent in a line that only has a metric
 * @param time whether the event is a time
 * @param count what was counted; perf prints scaled counts, so that the raw one is computed back
 * @param mean whether it is the mean of several repetitions
 * @param cpu the CPU that was counted, if they were counted one by one
 * @param interval the nanoseconds from the start to the end of the interval, if there were several
 * @param wall the wall time in nanoseconds, where perf's own metric tells it
 */
record PerfStatLine(Optional<String> event, boolean time, Value<Count> count, boolean mean, OptionalInt cpu,
        Optional<Long> interval, Optional<Long> wall) {
    private static final double SECOND = 1e9;
    private static final double LONGEST = 366 * 86_400;
    private static final double MILLISECOND = 1e6;

    static PerfStatLine parse(String text, Lines lines) throws IOException {
        JsonObject json = object(text, lines);
        if (has(json, "thread") || has(json, "core") || has(json, "die") || has(json, "socket") || has(json, "node")) {
            throw lines.malformed("counts of the whole program or of CPUs, not of threads, cores or sockets");
        }
        Optional<String> event = text(json, "event");
        String unit = text(json, "unit").orElse("");
        Value<Count> count = event.isPresent() ? count(json, unit, lines) : Value.notAvailable("it is a metric");
        Optional<Double> interval = number(json, "interval");
        if (interval.filter(seconds -> seconds < 0 || seconds > LONGEST).isPresent()) {
            throw lines.malformed("the seconds of a year at most in \"interval\"");
        }
        return new PerfStatLine(event, unit.equals("msec") || unit.equals("ns"), count, has(json, "variance"),
                cpu(json, lines), interval.map(seconds -> (long) (SECOND * seconds)), wall(json, count));
    }

    Event describe() {
        String name = event.orElseThrow();
        return new Event(name, time ? Optional.of("ns") : Optional.empty(), Origin.scope(name), count.reason());
    }

    private static JsonObject object(String text, Lines lines) throws IOException {
        try {
            JsonElement element = JsonParser.parseString(text);
            if (element.isJsonObject()) {
                return element.getAsJsonObject();
            }
        } catch (JsonParseException | NumberFormatException e) {
            // Reported below.
        }
        throw lines.malformed("one JSON object");
    }

    private static Value<Count> count(JsonObject json, String unit, Lines lines) throws IOException {
        String text = text(json, "counter-value").orElseThrow(() -> lines.malformed("a \"counter-value\""));
        if (text.startsWith("<")) {
            return Value.notAvailable("perf stat says: " + text.replaceAll("[<>]", ""));
        }
        if (!unit.isEmpty() && !unit.equals("msec") && !unit.equals("ns")) {
            return Value.notAvailable("its unit is " + unit + ", and a run holds whole counts and nanoseconds");
        }
        double scaled = decimal(text).orElseThrow(() -> lines.malformed("a number in \"counter-value\""))
                * (unit.equals("msec") ? MILLISECOND : 1);
        double running = number(json, "event-runtime").orElse(1.0);
        double share = number(json, "pcnt-running").orElse(100.0) / 100;
        if (running <= 0 || share <= 0) {
            return Value.notAvailable("the event never had a counter");
        }
        if (scaled < 0 || scaled >= Long.MAX_VALUE || running / share >= Long.MAX_VALUE || share > 1) {
            throw lines.malformed("a count from 0 to 2^63-1, a run time and a share of it");
        }
        return Value.of(new Count(Math.round(scaled * share), Math.round(running / share), Math.round(running)));
    }

    /** perf prints the CPUs that were kept busy, which is the count by the wall time. */
    private static Optional<Long> wall(JsonObject json, Value<Count> count) {
        return text(json, "metric-unit").filter("CPUs utilized"::equals).flatMap(unit -> number(json, "metric-value"))
                .filter(used -> used > 0)
                .flatMap(used -> count.flatMap(Count::estimate).known().map(time -> (long) (time / used)));
    }

    private static OptionalInt cpu(JsonObject json, Lines lines) throws IOException {
        Optional<String> cpu = text(json, "cpu");
        if (cpu.isEmpty()) {
            return OptionalInt.empty();
        }
        long number = lines.number(cpu.get());
        if (number > Integer.MAX_VALUE) {
            throw lines.malformed("the number of a CPU in \"cpu\"");
        }
        return OptionalInt.of((int) number);
    }

    private static boolean has(JsonObject json, String name) {
        return json.has(name);
    }

    /** A text or number as text. */
    private static Optional<String> text(JsonObject json, String name) {
        return Optional.ofNullable(json.get(name)).filter(JsonElement::isJsonPrimitive).map(JsonElement::getAsString);
    }

    private static Optional<Double> number(JsonObject json, String name) {
        return text(json, name).flatMap(PerfStatLine::decimal);
    }

    private static Optional<Double> decimal(String text) {
        try {
            return Optional.of(Double.valueOf(text)).filter(Double::isFinite);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
