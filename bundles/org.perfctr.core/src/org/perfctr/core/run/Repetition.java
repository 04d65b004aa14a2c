// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.run;

import java.util.List;
import java.util.Optional;

/**
 * The program, run once.
 *
 * @param number from 1
 * @param started nanoseconds since the start of the run
 * @param wall nanoseconds from the program's exec to its end; to the last snapshot while the end is not recorded
 * @param ended whether its end was recorded
 * @param exit how the program ended; absent when that was not recorded, or perfex did not start a program
 * @param counts the totals over all tasks; those of the last snapshot while the end is not recorded
 * @param tasks its threads and processes; none in a CPU-wide run
 * @param cpus the counts of each CPU; none but in a CPU-wide run
 * @param snapshots the totals on the way, oldest first
 */
public record Repetition(int number, long started, Value<Long> wall, boolean ended, Optional<ExitStatus> exit,
        Counts counts, TaskTree tasks, List<CpuCounts> cpus, List<Snapshot> snapshots) {
    public Repetition {
        cpus = List.copyOf(cpus);
        snapshots = List.copyOf(snapshots);
    }
}
