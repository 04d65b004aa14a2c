// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.metric;

import java.util.Set;
import java.util.function.Function;

import org.perfctr.core.run.Value;

/** A parsed formula or a part of one. */
sealed interface Expression {
    Value<Double> evaluate(Function<String, Value<Double>> events);

    /** Adds the names of the events that it uses. */
    void collectEvents(Set<String> names);

    record Number(double value) implements Expression {
        @Override
        public Value<Double> evaluate(Function<String, Value<Double>> events) {
            return Value.of(value);
        }

        @Override
        public void collectEvents(Set<String> names) {
            // A number uses none.
        }
    }

    record EventName(String name) implements Expression {
        @Override
        public Value<Double> evaluate(Function<String, Value<Double>> events) {
            return events.apply(name);
        }

        @Override
        public void collectEvents(Set<String> names) {
            names.add(name);
        }
    }

    record Negation(Expression operand) implements Expression {
        @Override
        public Value<Double> evaluate(Function<String, Value<Double>> events) {
            return operand.evaluate(events).map(value -> -value);
        }

        @Override
        public void collectEvents(Set<String> names) {
            operand.collectEvents(names);
        }
    }

    /** @param rightText the right operand as it was written */
    record Operation(char operator, Expression left, Expression right, String rightText) implements Expression {
        @Override
        public Value<Double> evaluate(Function<String, Value<Double>> events) {
            return left.evaluate(events).flatMap(l -> right.evaluate(events).flatMap(r -> apply(l, r)));
        }

        @Override
        public void collectEvents(Set<String> names) {
            left.collectEvents(names);
            right.collectEvents(names);
        }

        private Value<Double> apply(double l, double r) {
            if (operator == '/' && r == 0) {
                return Value.notAvailable("division by zero: %s is 0".formatted(rightText));
            }
            double result = switch (operator) {
                case '+' -> l + r;
                case '-' -> l - r;
                case '*' -> l * r;
                default -> l / r;
            };
            return Double.isFinite(result) ? Value.of(result) : Value.notAvailable("the result is too large");
        }
    }
}
