// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.gate;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.perfctr.core.compare.Quantity;
import org.perfctr.core.compare.Side;
import org.perfctr.core.metric.Formula;
import org.perfctr.core.metric.FormulaException;
import org.perfctr.core.metric.MetricCatalog;
import org.perfctr.core.metric.Series;
import org.perfctr.core.report.Numbers;
import org.perfctr.core.run.Value;

/**
 * A bound on a metric, an event, or a formula over events: {@code IPC >= 1.2}.
 *
 * @param subject a metric's or event's name, upper or lower case, or a formula
 * @param operator one of {@code < <= > >=}
 * @param bound the number that the mean over all repetitions is compared with
 */
public record Assertion(String subject, String operator, double bound) {
    private static final Pattern FORM = Pattern.compile("(.+?)\\s*(<=|>=|<|>)\\s*([-+.0-9eE]+)\\s*");

    /** @throws IllegalArgumentException if the text is no assertion; the message is for the user */
    public static Assertion parse(String text) {
        Matcher matcher = FORM.matcher(text);
        try {
            if (matcher.matches()) {
                return new Assertion(matcher.group(1).strip(), matcher.group(2), Double.parseDouble(matcher.group(3)));
            }
        } catch (NumberFormatException e) {
            // Reported below.
        }
        throw new IllegalArgumentException(
                "expected an assertion such as \"IPC >= 1.2\", with <, <=, > or >= and a number, not \"" + text + "\"");
    }

    /**
     * Whether it holds. A value that is not available fails: nobody knows whether it holds.
     *
     * @throws IOException with one sentence for the user if the subject is unknown
     */
    public Finding check(Side side, MetricCatalog catalog) throws IOException {
        List<Quantity> totals = side.totals(catalog);
        Value<Double> value = named(totals, subject).isPresent()
                ? named(totals, subject).get().series().mean()
                : formula().evaluate(name -> named(totals, name).map(quantity -> quantity.series().mean())
                        .orElseGet(() -> Value.notAvailable(name + " was not counted in this run")));
        return switch (value) {
            case Value.Known<Double>(Double known) -> new Finding(toString(), !holds(known),
                    subject + " is " + Numbers.quantity(known, unit(totals)));
            case Value.NotAvailable<Double>(String why) -> new Finding(toString(), true, subject + " is n/a: " + why);
        };
    }

    @Override
    public String toString() {
        return "%s %s %s".formatted(subject, operator, bound);
    }

    private boolean holds(double value) {
        return switch (operator) {
            case "<" -> value < bound;
            case "<=" -> value <= bound;
            case ">" -> value > bound;
            default -> value >= bound;
        };
    }

    private Formula formula() throws IOException {
        try {
            return Formula.parse(subject);
        } catch (FormulaException e) {
            throw new IOException("\"%s\" is neither a metric of this run nor a formula (%s)".formatted(subject,
                    e.getMessage()), e);
        }
    }

    private String unit(List<Quantity> totals) {
        return named(totals, subject).map(Quantity::series).map(Series::unit).orElse("");
    }

    private static Optional<Quantity> named(List<Quantity> totals, String name) {
        return totals.stream().filter(quantity -> quantity.name().equalsIgnoreCase(name)).findFirst();
    }
}
