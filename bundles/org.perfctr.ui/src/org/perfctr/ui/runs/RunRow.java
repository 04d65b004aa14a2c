// SPDX-License-Identifier: EPL-2.0
package org.perfctr.ui.runs;

import org.perfctr.core.store.StoredRun;

/**
 * A row of the table of runs. Rows of the same run file are equal, whatever is known of it.
 *
 * @param run the run
 * @param summary what was counted
 * @param active whether it is the one that editors show
 */
record RunRow(StoredRun run, RunSummary summary, boolean active) {
    @Override
    public boolean equals(Object other) {
        return other instanceof RunRow row && run.file().equals(row.run.file());
    }

    @Override
    public int hashCode() {
        return run.file().hashCode();
    }
}
