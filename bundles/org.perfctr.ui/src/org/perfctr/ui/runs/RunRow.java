// SPDX-License-Identifier: EPL-2.0
package org.perfctr.ui.runs;

import java.util.List;
import java.util.stream.IntStream;
import org.perfctr.core.store.StoredRun;

/**
 * A row of the table of runs. Rows of the same run file are equal, whatever is known of it.
 *
 * @param run the run
 * @param summary what was counted
 * @param active whether it is the one that editors show
 */
record RunRow(StoredRun run, RunSummary summary, boolean active) {
    /** Whether these are the same runs, as they were: whenever a file has changed, its run gets another summary. */
    static boolean unchanged(List<RunRow> rows, List<RunRow> before) {
        return rows.equals(before)
                && IntStream.range(0, rows.size()).allMatch(i -> rows.get(i).summary == before.get(i).summary);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RunRow row && run.file().equals(row.run.file());
    }

    @Override
    public int hashCode() {
        return run.file().hashCode();
    }
}
