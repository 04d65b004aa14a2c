// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumbersTest {
    @Test
    void writesCountsWithAllDigits() {
        assertEquals("9,223,372,036,854,775,807", Numbers.count(Long.MAX_VALUE));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            0 | 0 ns
            12 | 12 ns
            999 | 999 ns
            999.6 | 1.00 µs
            1000 | 1 µs
            1234 | 1.23 µs
            1234567 | 1.23 ms
            1234567890 | 1.23 s
            123456789000 | 123 s
            1234567890000 | 1,235 s
            """)
    void writesDurationsInTheUnitThatFits(double nanoseconds, String text) {
        assertEquals(text, Numbers.nanoseconds(nanoseconds));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            1.5 | instructions/cycle | 1.50 instructions/cycle
            45678 | 1/s | 45.7 k/s
            9990 | 1/s | 9,990/s
            3.21 | 1/1000 instructions | 3.21 per 1000 instructions
            2.5 | % | 2.50 %
            0 | % | 0 %
            0.01234 | GHz | 0.0123 GHz
            0.00000001234 | GHz | 1.23e-08 GHz
            1234567 | ns | 1.23 ms
            -45678901 | '' | -45.7 M
            3.2e12 | '' | 3,200 G
            """)
    void writesQuantitiesToThreeDigitsWithTheirUnit(double value, String unit, String text) {
        assertEquals(text, Numbers.quantity(value, unit));
    }

    @Test
    void writesSharesInPercent() {
        assertEquals("12.3 %", Numbers.share(0.12345));
    }
}
