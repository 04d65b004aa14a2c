// SPDX-License-Identifier: EPL-2.0
package org.perfctr.ui.runs;

import org.perfctr.ui.Icon;

/** How far a run has come. */
enum RunState {
    /** Its program is running. */
    COUNTING(Icon.RUN_COUNTING),
    /** Its program ended with status 0. */
    FINISHED(Icon.RUN_FINISHED),
    /** Its program ended with another status, or by a signal. */
    FAILED(Icon.RUN_FAILED),
    /** Counting was cut short. */
    INCOMPLETE(Icon.RUN_INCOMPLETE),
    /** Its file can't be read. */
    UNREADABLE(Icon.RUN_FAILED);

    private final Icon icon;

    RunState(Icon icon) {
        this.icon = icon;
    }

    Icon icon() {
        return icon;
    }
}
