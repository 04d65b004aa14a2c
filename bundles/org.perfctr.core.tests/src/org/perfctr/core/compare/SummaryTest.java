// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.perfctr.core.metric.Series;
import org.perfctr.core.run.Value;

class SummaryTest {
    /** Student's t for 4 degrees of freedom, 95 %, from printed tables. */
    private static final double T_4 = 2.776;

    @Test
    void summarisesRepetitions() {
        Summary summary = summary(1, 2, 3, 4, 10);
        assertEquals(5, summary.count());
        assertEquals(4, summary.mean().known().orElseThrow(), 1e-12);
        assertEquals(3, summary.median().known().orElseThrow(), 1e-12);
        assertEquals(Math.sqrt(12.5), summary.deviation().known().orElseThrow(), 1e-12);
        assertEquals(T_4 * Math.sqrt(12.5 / 5), summary.interval().known().orElseThrow().margin(), 1e-3);
    }

    @Test
    void namesOutliersByRepetition() {
        assertEquals(List.of(4), summary(10, 11, 10.5, 25, 10.2, 10.8).outliers());
        assertEquals(List.of(), summary(10, 11, 10.5, 10.2, 10.8).outliers());
    }

    @Test
    void hasNoDeviationOfOneRepetition() {
        Summary summary = summary(7);
        assertEquals(Value.of(7.0), summary.mean());
        assertEquals(Value.notAvailable("it takes two repetitions"), summary.deviation());
        assertEquals(Value.notAvailable("it takes two repetitions"), summary.interval());
    }

    @Test
    void keepsTheReasonWhenThereIsNoValue() {
        Summary summary = Summary.of(new Series("x", "", List.of(Value.notAvailable("no counter"))));
        assertEquals(Value.notAvailable("no counter"), summary.median());
    }

    private static Summary summary(double... values) {
        return Summary.of(new Series("x", "", Arrays.stream(values).mapToObj(Value::of).toList()));
    }
}
