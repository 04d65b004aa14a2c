// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.metric;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Function;

import org.perfctr.core.run.Value;

/**
 * A formula over events: numbers, names of events, {@code + - * /} and parentheses. A name may contain
 * {@code -}, so that a minus between two names needs blanks around it. Arithmetic is in double precision.
 * Immutable.
 */
public final class Formula {
    /** The name that stands for the nanoseconds from the program's exec to its end. */
    public static final String WALL_TIME = "wall-time";

    private final String text;
    private final Expression expression;
    private final Set<String> events = new LinkedHashSet<>();

    private Formula(String text, Expression expression) {
        this.text = text;
        this.expression = expression;
        expression.collectEvents(events);
    }

    /** @throws FormulaException if the text is no formula; it says where and why */
    public static Formula parse(String text) throws FormulaException {
        return new Formula(text, new FormulaParser(text).parse());
    }

    /** The names that occur in it, {@link #WALL_TIME} included. */
    public Set<String> names() {
        return Collections.unmodifiableSet(events);
    }

    /**
     * Its value; not available when an event is not, or when something would be divided by zero.
     *
     * @param events the value of each name
     */
    public Value<Double> evaluate(Function<String, Value<Double>> events) {
        return expression.evaluate(events);
    }

    /** The formula as it was written. */
    @Override
    public String toString() {
        return text;
    }
}
