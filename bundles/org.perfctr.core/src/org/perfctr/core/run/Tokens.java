// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.run;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;

/** What is in a record, each checked for its type as it comes: for records of which there are many. */
record Tokens(JsonReader json) {
    long number(String name) throws IOException, MalformedRecordException {
        if (json.peek() == JsonToken.NUMBER) {
            try {
                long number = json.nextLong();
                if (number >= 0) {
                    return number;
                }
            } catch (NumberFormatException e) {
                // Reported below: not whole, or too large.
            }
        }
        throw new MalformedRecordException("a whole number from 0 to below 2^63 in \"" + name + "\"");
    }

    int smallNumber(String name) throws IOException, MalformedRecordException {
        return Fields.small(number(name), name);
    }

    String text(String name) throws IOException, MalformedRecordException {
        if (json.peek() != JsonToken.STRING) {
            throw new MalformedRecordException("a text in \"" + name + "\"");
        }
        return json.nextString();
    }

    /** A text, or null. */
    Optional<String> optionalText(String name) throws IOException, MalformedRecordException {
        if (json.peek() == JsonToken.NULL) {
            json.nextNull();
            return Optional.empty();
        }
        return Optional.of(text(name));
    }

    /** An array of numbers, as many as there are. */
    List<Long> numbers(String name) throws IOException, MalformedRecordException {
        List<Long> numbers = new ArrayList<>();
        for (beginArray(name); json.hasNext();) {
            numbers.add(number(name));
        }
        json.endArray();
        return numbers;
    }

    /** An array of numbers, one for each sampled event. */
    List<Long> numbers(String name, int events) throws IOException, MalformedRecordException {
        List<Long> numbers = numbers(name);
        if (numbers.size() != events) {
            throw new MalformedRecordException(
                    "%d elements in \"%s\", one for each sampled event".formatted(events, name));
        }
        return numbers;
    }

    /** Whether it is {@code true}, and nothing else. */
    boolean flag() throws IOException {
        if (json.peek() == JsonToken.BOOLEAN) {
            return json.nextBoolean();
        }
        json.skipValue();
        return false;
    }

    void beginArray(String name) throws IOException, MalformedRecordException {
        if (json.peek() != JsonToken.BEGIN_ARRAY) {
            throw new MalformedRecordException("an array in \"" + name + "\"");
        }
        json.beginArray();
    }

    /** Skips what a later perfctr may have added to an array. */
    void endArray() throws IOException {
        while (json.hasNext()) {
            json.skipValue();
        }
        json.endArray();
    }

    void beginObject(String name) throws IOException, MalformedRecordException {
        if (json.peek() != JsonToken.BEGIN_OBJECT) {
            throw new MalformedRecordException("a JSON object in \"" + name + "\"");
        }
        json.beginObject();
    }
}
