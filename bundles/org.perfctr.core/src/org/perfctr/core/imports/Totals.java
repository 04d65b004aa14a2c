// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.imports;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.perfctr.core.profile.LineProfile;
import org.perfctr.core.run.Count;
import org.perfctr.core.run.Counts;
import org.perfctr.core.run.CpuCounts;
import org.perfctr.core.run.Event;
import org.perfctr.core.run.Repetition;
import org.perfctr.core.run.Snapshot;
import org.perfctr.core.run.TaskTree;
import org.perfctr.core.run.Value;

/** Makes repetitions of what a file says. */
final class Totals {
    private static final String NO_WALL = "the wall time was not recorded";

    private Totals() {}

    /** A repetition whose counts are those of the lines, each counted all the time. */
    static Repetition exact(List<Event> events, LineProfile profile) {
        List<Value<Count>> counts = new ArrayList<>();
        for (int event = 0; event < events.size(); event++) {
            counts.add(Value.of(new Count(profile.total(event), 1, 1)));
        }
        return repetition(1, Optional.empty(), new Counts(events, counts), List.of(), List.of());
    }

    static Repetition repetition(int number, Optional<Long> wall, Counts counts, List<CpuCounts> cpus,
            List<Snapshot> snapshots) {
        return new Repetition(number, 0, wall.map(Value::of).orElseGet(() -> Value.notAvailable(NO_WALL)), true,
                Optional.empty(), counts, new TaskTree(List.of()), cpus, snapshots);
    }
}
