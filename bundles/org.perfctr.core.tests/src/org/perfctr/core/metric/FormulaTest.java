// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.perfctr.core.run.Value;

import com.google.gson.Gson;

class FormulaTest {
    /** The vectors that the C evaluator passes as well. */
    static List<Vector> vectors() throws IOException {
        Path file = Path.of("../../native/events/formula-vectors.json");
        return new Gson().fromJson(Files.readString(file), Vectors.class).vectors;
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void agreesWithTheSharedVectors(Vector vector) throws FormulaException {
        if (vector.error != null) {
            FormulaException e = assertThrows(FormulaException.class, () -> Formula.parse(vector.formula));
            assertEquals(vector.error, e.offset());
            return;
        }
        assertEquals(Optional.ofNullable(vector.value),
                Formula.parse(vector.formula).evaluate(name -> value(vector.events, name)).known());
    }

    @Test
    void saysWhichPartIsZero() throws FormulaException {
        assertEquals(Value.notAvailable("division by zero: (a - 1) is 0"),
                Formula.parse("7 / (a - 1)").evaluate(name -> Value.of(1.0)));
    }

    @Test
    void passesOnWhyAnEventIsMissing() throws FormulaException {
        assertEquals(Value.notAvailable("no counter for b"),
                Formula.parse("1 + b").evaluate(name -> Value.notAvailable("no counter for " + name)));
    }

    @Test
    void isNotAvailableWhenTooLarge() throws FormulaException {
        assertEquals(Value.notAvailable("the result is too large"),
                Formula.parse("1e300 * 1e300").evaluate(name -> Value.of(1.0)));
    }

    @Test
    void knowsTheNamesThatItUses() throws FormulaException {
        assertEquals(Set.of("a-b", "wall-time"), Formula.parse("a-b / wall-time - a-b").names());
    }

    @Test
    void namesTheColumnAndWhatWasExpectedThere() {
        assertEquals("column 5: expected a number, an event or \"(\"",
                assertThrows(FormulaException.class, () -> Formula.parse("1 + * 2")).getMessage());
    }

    @Test
    void refusesBottomlessNesting() {
        String nested = "(".repeat(100_000);
        assertTrue(assertThrows(FormulaException.class, () -> Formula.parse(nested)).getMessage()
                .contains("at most 100 nested parts"));
    }

    private static Value<Double> value(Map<String, Double> events, String name) {
        Double value = events.get(name);
        return value == null ? Value.notAvailable("missing") : Value.of(value);
    }

    private record Vectors(List<Vector> vectors) {}

    record Vector(String formula, Map<String, Double> events, Double value, Integer error) {}
}
