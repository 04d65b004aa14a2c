// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.run;

/**
 * Tells that a run is one of two that were made in alternation: repetition <i>n</i> of one ran beside repetition
 * <i>n</i> of the other.
 *
 * @param id the same in both runs, and in no others
 * @param side {@code program} or {@code against}
 * @param file the name of the other's run file, in the same folder; empty when not known
 */
public record Pair(String id, String side, String file) {}
