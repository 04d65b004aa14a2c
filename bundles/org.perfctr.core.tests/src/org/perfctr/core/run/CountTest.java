// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class CountTest {
    @Test
    void keepsEveryDigitOfTheRawCount() {
        assertEquals(Long.MAX_VALUE, new Count(Long.MAX_VALUE, 1, 1).raw());
    }
}
