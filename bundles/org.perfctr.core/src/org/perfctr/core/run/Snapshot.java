// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.run;

/**
 * The totals at one moment of a repetition.
 *
 * @param time nanoseconds since the start of the run
 * @param counts the totals since the start of the repetition
 */
public record Snapshot(long time, Counts counts) {}
