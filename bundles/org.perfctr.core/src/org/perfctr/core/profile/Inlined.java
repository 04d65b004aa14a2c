// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.profile;

import java.util.List;

/**
 * The part of a line's samples that was in copies which the compiler inlined by one chain of calls.
 *
 * @param samples the number of samples, for each sampled event
 * @param at the calls, the innermost first; not empty
 */
public record Inlined(List<Long> samples, List<Frame> at) {
    public Inlined {
        samples = List.copyOf(samples);
        at = List.copyOf(at);
    }
}
