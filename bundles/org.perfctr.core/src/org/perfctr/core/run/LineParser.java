// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.run;

import java.io.IOException;
import java.io.Reader;
import java.util.ArrayDeque;
import java.util.Deque;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;

/**
 * Parses lines of JSON, one after the other. A JSON reader is made for one text, and costs more than most lines: to
 * ours the lines are the elements of one array, with a text after each that shows where the line ends. Of no use
 * after a malformed line. Not thread-safe.
 */
final class LineParser {
    private static final String END_OF_LINE = "end of line";

    private final Lines lines = new Lines();
    private final JsonReader json = new JsonReader(lines);
    private final Tokens tokens = new Tokens(json);

    LineParser() {
        json.setStrictness(Strictness.STRICT);
    }

    /** A line by itself. */
    Fields parse(String line) throws MalformedRecordException {
        Fields[] record = new Fields[1];
        parse(line, () -> record[0] = rest(new JsonObject()));
        return record[0];
    }

    /** Adds a line to a run: a record of which there are many as it comes, and any other as a whole. */
    void parse(String line, RunAssembler run) throws MalformedRecordException {
        parse(line, () -> {
            JsonObject start = new JsonObject();
            if (json.hasNext()) {
                String name = json.nextName();
                if (name.equals("type") && json.peek() == JsonToken.STRING) {
                    String type = json.nextString();
                    if (RunAssembler.STREAMED.contains(type)) {
                        run.add(type, tokens);
                        return;
                    }
                    start.addProperty(name, type);
                } else {
                    start.add(name, JsonParser.parseReader(json));
                }
            }
            run.add(rest(start));
        });
    }

    private interface Record {
        void read() throws IOException, MalformedRecordException;
    }

    /** @param record reads an object whose start was read */
    private void parse(String line, Record record) throws MalformedRecordException {
        try {
            if (lines.feed(line)) {
                json.beginArray();
            }
            json.beginObject();
            record.read();
            if (json.nextString().equals(END_OF_LINE)) {
                return;
            }
        } catch (JsonParseException | IllegalStateException | IOException e) {
            // Reported below.
        }
        throw new MalformedRecordException("one JSON object");
    }

    private Fields rest(JsonObject object) throws IOException {
        while (json.hasNext()) {
            String name = json.nextName();
            JsonElement value = JsonParser.parseReader(json);
            object.add(name, value);
        }
        json.endObject();
        return new Fields(object);
    }

    /** The lines, as the elements of an array. */
    private static final class Lines extends Reader {
        private static final String AFTER = ",\"" + END_OF_LINE + "\"";

        private final Deque<String> parts = new ArrayDeque<>(3);
        private String part;
        private int position;

        /** Returns whether it is the first. */
        boolean feed(String line) {
            boolean first = part == null;
            part = first ? "[" : ",";
            position = 0;
            parts.clear();
            parts.add(line);
            parts.add(AFTER);
            return first;
        }

        @Override
        public int read(char[] buffer, int offset, int length) {
            while (position == part.length()) {
                if (parts.isEmpty()) {
                    return -1;
                }
                part = parts.remove();
                position = 0;
            }
            int count = Math.min(length, part.length() - position);
            part.getChars(position, position + count, buffer, offset);
            position += count;
            return count;
        }

        @Override
        public void close() {
            // There is nothing to close.
        }
    }
}
