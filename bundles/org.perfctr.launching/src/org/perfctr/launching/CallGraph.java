// SPDX-License-Identifier: EPL-2.0
package org.perfctr.launching;

import java.util.Arrays;

/** How the callers of samples are found. */
public enum CallGraph {
    /** They are not. */
    NONE(""),
    /** By frame pointers, which the program has to be compiled with. */
    FRAME_POINTERS("fp"),
    /** By unwinding a copy of the stack with each sample, which costs more and works for nearly every program. */
    DWARF("dwarf");

    private final String option;

    CallGraph(String option) {
        this.option = option;
    }

    /** As {@code perfex record --call-graph} and {@link CountLaunch#CALL_GRAPH} have it. */
    public String option() {
        return option;
    }

    /** What an option means; {@link #NONE} for one that is not known. */
    static CallGraph of(String option) {
        return Arrays.stream(values()).filter(graph -> graph.option.equals(option)).findFirst().orElse(NONE);
    }
}
