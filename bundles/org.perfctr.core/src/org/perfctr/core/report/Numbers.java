// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** How numbers are written for people, the same in the terminal and in the IDE, whatever the locale. */
public final class Numbers {
    private static final MathContext THREE_DIGITS = new MathContext(3);

    private Numbers() {}

    /** A count with all its digits: {@code 1,234,567}. */
    public static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    /** A count of this unit: times as {@code 1.23 s}, anything else with all its digits. */
    public static String count(long count, String unit) {
        return unit.equals("ns") ? nanoseconds(count) : count(count);
    }

    /** A duration: {@code 12 ns}, {@code 1.23 ms}, {@code 75.3 s}. */
    public static String nanoseconds(double nanoseconds) {
        double size = Math.abs(rounded(nanoseconds));
        if (size < 1e3) {
            return digits(nanoseconds) + " ns";
        }
        if (size < 1e6) {
            return digits(nanoseconds / 1e3) + " µs";
        }
        return size < 1e9 ? digits(nanoseconds / 1e6) + " ms" : digits(nanoseconds / 1e9) + " s";
    }

    /**
     * A value with its unit, to three digits: {@code 1.52 instructions/cycle}, {@code 45.7 k/s}, {@code 12.3 %}.
     */
    public static String quantity(double value, String unit) {
        if (unit.equals("ns")) {
            return nanoseconds(value);
        }
        String number = unit.equals("%") ? digits(value) : prefixed(value);
        if (unit.isEmpty()) {
            return number;
        }
        if (unit.equals("1/s")) {
            return number + "/s";
        }
        return number + (unit.startsWith("1/") ? " per " + unit.substring(2) : " " + unit);
    }

    /** A share of the whole: {@code 0.123} is {@code 12.3 %}. */
    public static String share(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }

    private static String prefixed(double value) {
        double size = Math.abs(rounded(value));
        if (size < 1e4) {
            return digits(value);
        }
        if (size < 1e6) {
            return digits(value / 1e3) + " k";
        }
        return size < 1e9 ? digits(value / 1e6) + " M" : digits(value / 1e9) + " G";
    }

    /** Three digits, but no whole number is rounded: {@code 0.0123}, {@code 1.50}, {@code 1,234}. */
    private static String digits(double value) {
        if (value == Math.rint(value) && Math.abs(value) < 1e3) {
            return String.format(Locale.ROOT, "%.0f", value);
        }
        BigDecimal rounded = new BigDecimal(value).round(THREE_DIGITS);
        if (rounded.abs().compareTo(BigDecimal.valueOf(1e-6)) < 0) {
            return String.format(Locale.ROOT, "%.2e", value);
        }
        int exponent = rounded.precision() - rounded.scale() - 1;
        int decimals = Math.max(0, THREE_DIGITS.getPrecision() - 1 - exponent);
        return String.format(Locale.ROOT, "%,." + decimals + "f", value);
    }

    private static double rounded(double value) {
        return new BigDecimal(value).round(THREE_DIGITS).doubleValue();
    }
}
