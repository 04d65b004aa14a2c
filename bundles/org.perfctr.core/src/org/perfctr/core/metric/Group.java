// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.metric;

import java.util.List;
import java.util.stream.Stream;

/**
 * Events that are counted together, and the metrics over them.
 *
 * @param name its name: {@code BRANCH}
 * @param about what it is for, for the user
 * @param events the events to count
 * @param metrics the metrics over them
 */
public record Group(String name, String about, List<String> events, List<Metric> metrics) {
    public Group {
        events = List.copyOf(events);
        metrics = List.copyOf(metrics);
    }

    /** This group with the events and metrics of another one, for another kind of processor as a rule. */
    Group and(Group other) {
        return new Group(name, about, Stream.concat(events.stream(), other.events.stream()).distinct().toList(),
                Stream.concat(metrics.stream(), other.metrics.stream()).toList());
    }
}
