// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.run;

import java.util.List;
import java.util.Optional;

/**
 * The program, run once.
 *
 * @param number from 1
 * @param started nanoseconds since the start of the run
 * @param wall nanoseconds from the program's exec to its end
 * @param exit how the program ended; absent when its end was not recorded
 * @param counts the totals over all tasks; those of the last snapshot while the end is not recorded
 * @param tasks its threads and processes
 * @param snapshots the totals on the way, oldest first
 */
public record Repetition(int number, long started, Value<Long> wall, Optional<ExitStatus> exit, Counts counts,
        TaskTree tasks, List<Snapshot> snapshots) {
    public Repetition {
        snapshots = List.copyOf(snapshots);
    }

    /** Whether the program's end was recorded. */
    public boolean ended() {
        return exit.isPresent();
    }
}
