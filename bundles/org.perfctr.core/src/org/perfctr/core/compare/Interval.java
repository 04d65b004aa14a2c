// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.compare;

/** All values from {@code low} to {@code high}. */
public record Interval(double low, double high) {
    /** Half its width. */
    public double margin() {
        return (high - low) / 2;
    }
}
