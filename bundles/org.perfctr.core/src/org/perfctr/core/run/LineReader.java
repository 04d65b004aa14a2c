// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.run;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import org.perfctr.core.profile.Frame;
import org.perfctr.core.profile.Function;
import org.perfctr.core.profile.Inlined;
import org.perfctr.core.profile.Line;
import org.perfctr.core.profile.Source;

/**
 * Reads {@code line} records, of which a run has the most; those that they refer to are added to the lists as they
 * come.
 */
class LineReader {
    private final int events;
    private final List<Source> sources;
    private final List<Function> functions;

    LineReader(int events, List<Source> sources, List<Function> functions) {
        this.events = events;
        this.sources = sources;
        this.functions = functions;
    }

    /** @param tokens the rest of the record, its end included */
    Line read(Tokens tokens) throws IOException, MalformedRecordException {
        Place place = new Place(sources, functions);
        List<Long> samples = null;
        List<Inlined> inlined = List.of();
        while (tokens.json().hasNext()) {
            String name = tokens.json().nextName();
            switch (name) {
                case "samples" -> samples = tokens.numbers(name, events);
                case "inlined" -> inlined = inlined(tokens);
                default -> place.read(name, tokens);
            }
        }
        tokens.json().endObject();
        MalformedRecordException.require(samples != null, "an array in \"samples\"");
        for (int event = 0; event < events; event++) {
            requireWithin(samples.get(event), event, inlined);
        }
        Frame frame = place.frame();
        return new Line(frame.function(), frame.source(), frame.line(), samples, inlined);
    }

    private List<Inlined> inlined(Tokens tokens) throws IOException, MalformedRecordException {
        List<Inlined> inlined = new ArrayList<>();
        for (tokens.beginArray("inlined"); tokens.json().hasNext();) {
            tokens.beginObject("inlined");
            inlined.add(copy(tokens));
        }
        tokens.json().endArray();
        return inlined;
    }

    private Inlined copy(Tokens tokens) throws IOException, MalformedRecordException {
        List<Long> samples = null;
        List<Frame> at = List.of();
        while (tokens.json().hasNext()) {
            String name = tokens.json().nextName();
            switch (name) {
                case "samples" -> samples = tokens.numbers(name, events);
                case "at" -> at = calls(tokens);
                default -> tokens.json().skipValue();
            }
        }
        tokens.json().endObject();
        MalformedRecordException.require(samples != null, "an array in \"samples\"");
        MalformedRecordException.require(!at.isEmpty(), "a call in \"at\"");
        return new Inlined(samples, at);
    }

    private List<Frame> calls(Tokens tokens) throws IOException, MalformedRecordException {
        List<Frame> calls = new ArrayList<>(2);
        for (tokens.beginArray("at"); tokens.json().hasNext();) {
            tokens.beginObject("at");
            Place place = new Place(sources, functions);
            while (tokens.json().hasNext()) {
                place.read(tokens.json().nextName(), tokens);
            }
            tokens.json().endObject();
            calls.add(place.frame());
        }
        tokens.json().endArray();
        return calls;
    }

    private static void requireWithin(long samples, int event, List<Inlined> inlined) throws MalformedRecordException {
        long rest = samples;
        for (Inlined copy : inlined) {
            rest -= copy.samples().get(event);
            MalformedRecordException.require(rest >= 0, "no more samples in \"inlined\" than in \"samples\"");
        }
    }
}
