// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.run;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import org.perfctr.core.profile.LineProfile;

/**
 * One launch of a program under perfctr, with everything that was counted. Immutable.
 *
 * @param header what was run, where, and what was counted
 * @param repetitions at least one, unless the run file ends before the first
 * @param degradations what was asked for and could not be had
 * @param profile the samples by source line; empty when nothing was sampled
 * @param loss what the run file lacks, as one sentence; absent when the file is complete
 */
public record Run(RunHeader header, List<Repetition> repetitions, List<Degradation> degradations, LineProfile profile,
        Optional<String> loss) {
    public Run {
        repetitions = List.copyOf(repetitions);
        degradations = List.copyOf(degradations);
    }

    /** Whether the run file has its end: if not, perfex is still counting, or was killed. */
    public boolean complete() {
        return loss.isEmpty();
    }

    public List<Event> events() {
        return header.events();
    }

    public Instant started() {
        return header.started();
    }
}
