// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class CountTest {
    @Test
    void isItsOwnEstimateWhenNotMultiplexed() {
        assertEquals(Value.of(Long.MAX_VALUE), new Count(Long.MAX_VALUE, 1, 1).estimate());
    }

    @Test
    void scalesByTheShareOfTimeWithoutLosingDigits() {
        Count count = new Count((1L << 60) + 1, 6, 3);
        assertTrue(count.multiplexed());
        assertEquals(0.5, count.share());
        assertEquals(Value.of((1L << 61) + 2), count.estimate());
    }

    @Test
    void hasNoEstimateWhenItNeverRan() {
        assertEquals(Value.notAvailable("the event never had a counter"), new Count(0, 90, 0).estimate());
    }

    /** A thread that slept all the time while perfex was attached. */
    @Test
    void ofATaskThatNeverRanIsZero() {
        assertEquals(Value.of(0L), new Count(0, 0, 0).estimate());
    }

    @Test
    void hasNoEstimateBeyond63Bits() {
        assertEquals(Value.notAvailable("the estimate does not fit into 63 bits"),
                new Count(Long.MAX_VALUE, 2, 1).estimate());
    }
}
