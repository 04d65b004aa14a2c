// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.imports;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.perfctr.core.profile.Frame;
import org.perfctr.core.profile.LineProfile;
import org.perfctr.core.profile.Sampling;
import org.perfctr.core.run.Event;
import org.perfctr.core.run.Run;

/**
 * Reads Callgrind's profiles. Each event of the file is an event of the run, counted exactly, and its costs are
 * the samples of lines. What calls cost in the functions called is not of the line: it is left out.
 */
class Callgrind {
    private static final Pattern NAME = Pattern.compile("\\((\\d+)\\)(?: (.*))?");
    private static final Pattern SETTING = Pattern.compile("(c?ob|c?fl|c?fi|fe|c?fn)=(.*)");
    private static final String UNKNOWN = "???";

    private final Origin origin;
    private final ProfileBuilder profile = new ProfileBuilder();
    /** Names are given once with a number, per kind: {@code fn=(7) main}. */
    private final Map<String, String> names = new HashMap<>();
    private List<String> events = List.of();
    private List<String> command = List.of();
    private int positions = 1;
    private long line;
    private String object = UNKNOWN;
    private String file = UNKNOWN;
    private String function = UNKNOWN;

    Callgrind(Origin origin) {
        this.origin = origin;
    }

    Run read(Lines lines) throws IOException {
        for (Optional<String> text = lines.next(); text.isPresent(); text = lines.next()) {
            read(text.get().strip(), lines);
        }
        if (events.isEmpty()) {
            throw lines.malformed("a line \"events:\" before the end of the file");
        }
        List<Sampling> sampling = events.stream()
                .map(event -> new Sampling(event, "user", OptionalLong.empty(), OptionalLong.of(1))).toList();
        LineProfile built = profile.build(sampling);
        List<Event> counted = events.stream()
                .map(event -> new Event(event, Optional.empty(), "user", Optional.empty())).toList();
        return new Run(origin.header(command, origin.modified(), counted, sampling, List.of()),
                List.of(Totals.exact(counted, built)), List.of(), built, Optional.empty());
    }

    private void read(String text, Lines lines) throws IOException {
        Matcher setting = SETTING.matcher(text);
        if (setting.matches()) {
            set(setting.group(1), name(setting.group(1), setting.group(2)));
        } else if (text.startsWith("calls=")) {
            skipCost(lines);
        } else if (!text.isEmpty() && "0123456789+-*".indexOf(text.charAt(0)) >= 0) {
            cost(text, lines);
        } else if (text.startsWith("events:")) {
            List<String> named = words(text);
            if (named.isEmpty() || !events.isEmpty() && !named.equals(events)) {
                throw lines.malformed("the events, the same in all parts of the file");
            }
            events = named;
        } else if (text.startsWith("positions:")) {
            positions = Math.max(1, words(text).size());
        } else if (text.startsWith("cmd:")) {
            command = words(text);
        }
        // Whatever else there is, jumps and descriptions, says nothing about costs of lines.
    }

    private static List<String> words(String text) {
        String rest = text.substring(text.indexOf(':') + 1).strip();
        return rest.isEmpty() ? List.of() : List.of(rest.split("\\s+"));
    }

    private void set(String kind, String name) {
        switch (kind) {
            case "ob" -> object = name;
            case "fl", "fi", "fe" -> file = name;
            case "fn" -> function = name;
            default -> {
                // What is called: its own costs are elsewhere in the file.
            }
        }
    }

    /** Files share their numbers, whether they are named as a function's, an inlined one's or a called one's. */
    private String name(String kind, String text) {
        Matcher compressed = NAME.matcher(text);
        if (!compressed.matches()) {
            return text;
        }
        String key = (kind.startsWith("c") ? kind.substring(1) : kind).charAt(1) == 'n'
                ? "fn" + compressed.group(1)
                : (kind.endsWith("ob") ? "ob" : "fl") + compressed.group(1);
        if (compressed.group(2) != null) {
            names.put(key, compressed.group(2));
        }
        return names.getOrDefault(key, UNKNOWN);
    }

    private void skipCost(Lines lines) throws IOException {
        Optional<String> inclusive = lines.next();
        if (inclusive.isPresent()) {
            position(inclusive.get().strip().split("\\s+"), lines);
        }
    }

    private void cost(String text, Lines lines) throws IOException {
        String[] words = text.split("\\s+");
        position(words, lines);
        if (words.length > positions + events.size()) {
            throw lines.malformed("%d positions and at most %d costs".formatted(positions, events.size()));
        }
        Optional<String> name = Optional.of(function).filter(known -> !known.equals(UNKNOWN));
        Optional<String> source = Optional.of(file).filter(known -> !known.equals(UNKNOWN));
        Frame frame = profile.frame(profile.function(name, object), source, (int) line);
        for (int event = 0; event + positions < words.length; event++) {
            try {
                profile.add(frame, List.of(), event, lines.number(words[event + positions]));
            } catch (ArithmeticException e) {
                throw lines.malformed("costs whose sum is below 2^63");
            }
        }
    }

    /** The line is the last position; it may be relative to the one before. */
    private void position(String[] words, Lines lines) throws IOException {
        if (words.length < positions) {
            throw lines.malformed("a position");
        }
        String word = words[positions - 1];
        switch (word.isEmpty() ? ' ' : word.charAt(0)) {
            case '*' -> {
                return;
            }
            case '+' -> line += lines.number(word.substring(1));
            case '-' -> line -= lines.number(word.substring(1));
            default -> line = lines.number(word);
        }
        if (line < 0 || line > Integer.MAX_VALUE) {
            throw lines.malformed("a line number below 2^31");
        }
    }
}
