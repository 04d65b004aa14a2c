// SPDX-License-Identifier: EPL-2.0
package org.perfctr.launching;

import java.nio.file.Path;
import java.util.Set;

/** Is told of changes, one at a time, on a thread of its own that is never the UI thread. */
public interface RunsListener {
    /**
     * Runs were added, removed or renamed, or were counted further.
     *
     * @param files the run files that have come, gone or changed
     */
    default void runsChanged(Set<Path> files) {}

    /** Another run is active, or none. */
    default void activeRunChanged() {}
}
