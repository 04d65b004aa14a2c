// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.metric;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;

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
    private final UnaryOperator<String> rename;
    private final Set<String> events = new LinkedHashSet<>();

    private Formula(String text, Expression expression, UnaryOperator<String> rename) {
        this.text = text;
        this.expression = expression;
        this.rename = rename;
        Set<String> written = new LinkedHashSet<>();
        expression.collectEvents(written);
        written.stream().map(rename).forEach(events::add);
    }

    /** @throws FormulaException if the text is no formula; it says where and why */
    public static Formula parse(String text) throws FormulaException {
        return new Formula(text, new FormulaParser(text).parse(), UnaryOperator.identity());
    }

    /** The same over other events: each name is replaced by what the function makes of it. */
    Formula over(UnaryOperator<String> names) {
        return new Formula(text, expression, name -> names.apply(rename.apply(name)));
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
        return expression.evaluate(name -> events.apply(rename.apply(name)));
    }

    /** The formula as it was written. */
    @Override
    public String toString() {
        return text;
    }
}
