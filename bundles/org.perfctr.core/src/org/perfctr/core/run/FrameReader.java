// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.run;

import java.io.IOException;
import java.util.List;

import org.perfctr.core.profile.CallTree;
import org.perfctr.core.profile.CallTreeBuilder;
import org.perfctr.core.profile.Function;
import org.perfctr.core.profile.Source;

/** Reads {@code frame} records; those that they refer to are added to the lists as they come. */
class FrameReader {
    private final int events;
    private final List<Source> sources;
    private final List<Function> functions;
    private final CallTreeBuilder calls;

    FrameReader(int events, List<Source> sources, List<Function> functions) {
        this.events = events;
        this.sources = sources;
        this.functions = functions;
        calls = new CallTreeBuilder(events);
    }

    /** @param tokens the rest of the record, its end included */
    void read(Tokens tokens) throws IOException, MalformedRecordException {
        Place place = new Place(sources, functions);
        long number = -1;
        int caller = CallTreeBuilder.NO_CALLER;
        boolean truncated = false;
        List<Long> samples = List.of();
        while (tokens.json().hasNext()) {
            String name = tokens.json().nextName();
            switch (name) {
                case "frame" -> number = tokens.number(name);
                case "caller" -> caller = tokens.smallNumber(name);
                case "truncated" -> truncated = tokens.flag();
                case "samples" -> samples = tokens.numbers(name, events);
                default -> place.read(name, tokens);
            }
        }
        tokens.json().endObject();
        ProfileAssembler.requireNext(number, "frame", calls.size());
        if (caller >= number) {
            throw new MalformedRecordException("a caller before frame %d".formatted(number));
        }
        calls.add(place.frame(), caller, truncated, samples);
    }

    CallTree calls() {
        return calls.build();
    }
}
