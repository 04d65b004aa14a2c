// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.run;

import java.util.Collections;
import java.util.List;

/**
 * The counts of one task, repetition or moment, one for each event of the run.
 *
 * @param events the run's events
 * @param values their counts, in the same order
 */
public record Counts(List<Event> events, List<Value<Count>> values) {
    public Counts {
        values = List.copyOf(values);
        if (values.size() != events.size()) {
            throw new IllegalArgumentException("%d counts for %d events".formatted(values.size(), events.size()));
        }
    }

    /** Counts of which none could be taken; an event that was never available keeps its own reason. */
    public static Counts none(List<Event> events, String reason) {
        return new Counts(events, events.stream().map(event -> missing(event, reason)).toList());
    }

    /** No events, no counts. */
    public static Counts empty() {
        return new Counts(List.of(), Collections.emptyList());
    }

    /** The count of the event with this name; not available when the run does not have the event. */
    public Value<Count> of(String event) {
        for (int i = 0; i < events.size(); i++) {
            if (events.get(i).name().equals(event)) {
                return values.get(i);
            }
        }
        return Value.notAvailable(event + " was not counted in this run");
    }

    static Value<Count> missing(Event event, String reason) {
        return Value.notAvailable(event.unavailable().orElse(reason));
    }
}
