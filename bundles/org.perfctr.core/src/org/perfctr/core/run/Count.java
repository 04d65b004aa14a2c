// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.run;

import java.math.BigInteger;

/**
 * What one event counted in one task or repetition, exactly as it was read.
 *
 * @param raw the count, 0 to 2^63-1
 * @param enabled nanoseconds during which the event was meant to count
 * @param running nanoseconds during which it had a counter; less than {@code enabled} when it was multiplexed
 */
public record Count(long raw, long enabled, long running) {
    /** Whether the event had a counter for only a part of the time. */
    public boolean multiplexed() {
        return running < enabled;
    }

    /** The share of its time during which the event had a counter, 0 to 1. */
    public double share() {
        return multiplexed() ? (double) running / enabled : 1;
    }

    /**
     * The count for the whole time: {@code raw} itself, exactly, unless the event was multiplexed; else
     * {@code raw * enabled / running}, rounded down. Not available when the event never had a counter.
     */
    public Value<Long> estimate() {
        if (!multiplexed()) {
            return Value.of(raw);
        }
        if (running == 0) {
            return Value.notAvailable("the event never had a counter");
        }
        BigInteger scaled = BigInteger.valueOf(raw).multiply(BigInteger.valueOf(enabled))
                .divide(BigInteger.valueOf(running));
        if (scaled.bitLength() > 63) {
            return Value.notAvailable("the estimate does not fit into 63 bits");
        }
        return Value.of(scaled.longValue());
    }
}
