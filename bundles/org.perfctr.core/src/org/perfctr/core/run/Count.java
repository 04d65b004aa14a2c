// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.run;

/**
 * What one event counted in one task or repetition, exactly as it was read.
 *
 * @param raw the count, 0 to 2^63-1
 * @param enabled nanoseconds during which the event was meant to count
 * @param running nanoseconds during which it had a counter; less than {@code enabled} when it was multiplexed
 */
public record Count(long raw, long enabled, long running) {}
