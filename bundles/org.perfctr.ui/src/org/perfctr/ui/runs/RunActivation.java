// SPDX-License-Identifier: EPL-2.0
package org.perfctr.ui.runs;

import org.perfctr.core.store.StoredRun;
import org.perfctr.launching.Runs;

/** Chooses the run that editors show. */
final class RunActivation {
    private RunActivation() {}

    /** Activates the run, or deactivates it if it is active. */
    static void toggle(Runs runs, StoredRun run) {
        boolean active = runs.active().filter(other -> other.file().equals(run.file())).isPresent();
        if (active) {
            runs.deactivate();
        } else {
            runs.activate(run);
        }
    }
}
