// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.metric;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import org.perfctr.core.run.Count;
import org.perfctr.core.run.Event;
import org.perfctr.core.run.Run;
import org.perfctr.core.run.Value;

/**
 * The values of one event or metric in the repetitions of a run.
 *
 * @param name the event's or metric's name
 * @param unit its unit; empty for plain counts
 * @param values one value for each repetition
 */
public record Series(String name, String unit, List<Value<Double>> values) {
    public Series {
        values = List.copyOf(values);
    }

    /** The scaled estimates of an event in all repetitions of a run. */
    public static Series of(Event event, Run run) {
        return new Series(event.name(), event.unit().orElse(""), run.repetitions().stream()
                .map(repetition -> repetition.counts().of(event.name()).flatMap(Count::estimate).map(Long::doubleValue))
                .toList());
    }

    /** The time from the program's exec to its end in all repetitions of a run. */
    public static Series wallTime(Run run) {
        return new Series(Formula.WALL_TIME, "ns",
                run.repetitions().stream().map(repetition -> repetition.wall().map(Long::doubleValue)).toList());
    }

    /** The values that are available. */
    public double[] known() {
        return values.stream().flatMap(value -> value.known().stream()).mapToDouble(Double::doubleValue).toArray();
    }

    /** The mean of the values that are available; not available, with the first one's reason, when none is. */
    public Value<Double> mean() {
        double[] known = known();
        if (known.length > 0) {
            return Value.of(Arrays.stream(known).average().orElseThrow());
        }
        Optional<String> reason = values.stream().flatMap(value -> value.reason().stream()).findFirst();
        return Value.notAvailable(reason.orElse("the run has no repetition"));
    }
}
