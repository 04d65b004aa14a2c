// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.metric;

import org.perfctr.core.run.Count;
import org.perfctr.core.run.Event;
import org.perfctr.core.run.Repetition;
import org.perfctr.core.run.Run;
import org.perfctr.core.run.Value;

/**
 * A derived event: a formula over events.
 *
 * @param name its name: {@code IPC}
 * @param formula how it is computed
 * @param unit its unit: {@code %}, {@code 1/s}, {@code GHz}
 * @param better which values are better
 * @param about what it means, for the user
 * @param good which values are good, for the user
 * @param source where the definition comes from
 */
public record Metric(String name, Formula formula, String unit, Better better, String about, String good,
        String source) {
    /**
     * This metric over what one kind of a hybrid processor's cores has counted in the run, where that was counted
     * apart: {@code IPC (cpu_core)} is over {@code cpu_core::cycles} and {@code cpu_core::instructions}. What is not
     * of the cores, such as {@code task-clock}, is the same for all kinds.
     */
    Metric on(String cores, Run run) {
        Formula own = formula.over(name -> run.events().stream().map(Event::name)
                .filter((cores + "::" + name)::equals).findFirst().orElse(name));
        return new Metric("%s (%s)".formatted(name, cores), own, unit, better, about, good, source);
    }

    /** Whether all events of the formula were asked for in the run, be they available or not. */
    public boolean appliesTo(Run run) {
        return formula.names().stream().allMatch(name -> name.equals(Formula.WALL_TIME)
                || run.events().stream().anyMatch(event -> event.name().equals(name)));
    }

    /** Its value in one repetition, from the scaled estimates of the counts. */
    public Value<Double> of(Repetition repetition) {
        return formula.evaluate(name -> name.equals(Formula.WALL_TIME)
                ? repetition.wall().map(Long::doubleValue)
                : repetition.counts().of(name).flatMap(Count::estimate).map(Long::doubleValue));
    }

    /** Its values in all repetitions of a run. */
    public Series of(Run run) {
        return new Series(name, unit, run.repetitions().stream().map(this::of).toList());
    }
}
