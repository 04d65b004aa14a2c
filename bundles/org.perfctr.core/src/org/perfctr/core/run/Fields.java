// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.run;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;

/** The fields of one JSON object, each checked for its type as it is asked for. */
class Fields {
    private static final Instant FIRST = Instant.parse("0000-01-01T00:00:00Z");
    private static final Instant END = Instant.parse("+10000-01-01T00:00:00Z");

    private final JsonObject object;

    Fields(JsonObject object) {
        this.object = object;
    }

    String text(String name) throws MalformedRecordException {
        return optionalText(name).orElseThrow(() -> new MalformedRecordException("a text in \"" + name + "\""));
    }

    Optional<String> optionalText(String name) throws MalformedRecordException {
        JsonElement element = object.get(name);
        return element == null || element.isJsonNull() ? Optional.empty() : Optional.of(text(element, name));
    }

    /** A text that the system takes as a path. */
    Optional<String> optionalPath(String name) throws MalformedRecordException {
        Optional<String> path = optionalText(name);
        if (path.isPresent() && path.get().indexOf('\0') >= 0) {
            throw new MalformedRecordException("a path in \"" + name + "\"");
        }
        return path;
    }

    String path(String name) throws MalformedRecordException {
        return optionalPath(name).orElseThrow(() -> new MalformedRecordException("a path in \"" + name + "\""));
    }

    List<String> texts(String name) throws MalformedRecordException {
        List<String> texts = new ArrayList<>();
        for (JsonElement element : array(name)) {
            texts.add(text(element, name));
        }
        return texts;
    }

    Instant instant(String name) throws MalformedRecordException {
        return optionalInstant(name)
                .orElseThrow(() -> new MalformedRecordException("a point in time in \"" + name + "\""));
    }

    Optional<Instant> optionalInstant(String name) throws MalformedRecordException {
        Optional<String> text = optionalText(name);
        try {
            Optional<Instant> instant = text.map(Instant::parse);
            // Dates can be shown and computed with only in such years.
            if (instant.filter(time -> time.isBefore(FIRST) || !time.isBefore(END)).isEmpty()) {
                return instant;
            }
        } catch (DateTimeParseException e) {
            // Reported below.
        }
        throw new MalformedRecordException("a point in time in \"" + name + "\", as in 2026-11-22T15:30:00Z");
    }

    long number(String name) throws MalformedRecordException {
        return number(object.get(name), name);
    }

    int smallNumber(String name) throws MalformedRecordException {
        return small(number(name), name);
    }

    OptionalLong optionalNumber(String name) throws MalformedRecordException {
        return object.has(name) ? OptionalLong.of(number(name)) : OptionalLong.empty();
    }

    OptionalInt optionalSmallNumber(String name) throws MalformedRecordException {
        return object.has(name) ? OptionalInt.of(smallNumber(name)) : OptionalInt.empty();
    }

    List<Long> numbers(String name) throws MalformedRecordException {
        List<Long> numbers = new ArrayList<>();
        for (JsonElement element : array(name)) {
            numbers.add(number(element, name));
        }
        return numbers;
    }

    List<Integer> smallNumbers(String name) throws MalformedRecordException {
        List<Integer> numbers = new ArrayList<>();
        for (long number : numbers(name)) {
            numbers.add(small(number, name));
        }
        return numbers;
    }

    boolean flag(String name) {
        return new JsonPrimitive(true).equals(object.get(name));
    }

    boolean has(String name) {
        return object.has(name);
    }

    Optional<Fields> optionalObject(String name) throws MalformedRecordException {
        return has(name) ? Optional.of(of(object.get(name), "\"" + name + "\"")) : Optional.empty();
    }

    List<Fields> objects(String name) throws MalformedRecordException {
        List<Fields> objects = new ArrayList<>();
        for (JsonElement element : array(name)) {
            objects.add(of(element, "\"" + name + "\""));
        }
        return objects;
    }

    /** The {@code counts} array of a record. */
    Counts counts(List<Event> events) throws MalformedRecordException {
        JsonArray array = array("counts");
        if (array.size() != events.size()) {
            throw new MalformedRecordException(
                    "%d elements in \"counts\", one for each event".formatted(events.size()));
        }
        List<Value<Count>> values = new ArrayList<>(events.size());
        for (int i = 0; i < events.size(); i++) {
            values.add(count(array.get(i), events.get(i)));
        }
        return new Counts(events, values);
    }

    private static Value<Count> count(JsonElement element, Event event) throws MalformedRecordException {
        if (element.isJsonNull()) {
            return Counts.missing(event, "perfex could not read it");
        }
        if (!element.isJsonArray() || element.getAsJsonArray().size() != 3) {
            throw new MalformedRecordException("null or [raw, enabled, running] in \"counts\"");
        }
        JsonArray count = element.getAsJsonArray();
        return Value.of(new Count(number(count.get(0), "counts"), number(count.get(1), "counts"),
                number(count.get(2), "counts")));
    }

    private JsonArray array(String name) throws MalformedRecordException {
        JsonElement element = object.get(name);
        if (element == null || !element.isJsonArray()) {
            throw new MalformedRecordException("an array in \"" + name + "\"");
        }
        return element.getAsJsonArray();
    }

    static Fields of(JsonElement element, String place) throws MalformedRecordException {
        if (!element.isJsonObject()) {
            throw new MalformedRecordException("a JSON object in " + place);
        }
        return new Fields(element.getAsJsonObject());
    }

    static String text(JsonElement element, String name) throws MalformedRecordException {
        if (!element.isJsonPrimitive() || !element.getAsJsonPrimitive().isString()) {
            throw new MalformedRecordException("a text in \"" + name + "\"");
        }
        return element.getAsString();
    }

    static long number(JsonElement element, String name) throws MalformedRecordException {
        try {
            if (element != null && element.isJsonPrimitive() && element.getAsJsonPrimitive().isNumber()) {
                // Not getAsLong: it rounds 1.5 and wraps around above 2^63.
                return nonNegative(Long.parseLong(element.getAsString()), name);
            }
        } catch (NumberFormatException e) {
            // Reported below: not whole, or too large.
        }
        throw new MalformedRecordException("a whole number below 2^63 in \"" + name + "\"");
    }

    private static long nonNegative(long number, String name) throws MalformedRecordException {
        if (number < 0) {
            throw new MalformedRecordException("a number that is not negative in \"" + name + "\"");
        }
        return number;
    }

    static int small(long number, String name) throws MalformedRecordException {
        if (number > Integer.MAX_VALUE) {
            throw new MalformedRecordException("a number below 2^31 in \"" + name + "\"");
        }
        return (int) number;
    }
}
