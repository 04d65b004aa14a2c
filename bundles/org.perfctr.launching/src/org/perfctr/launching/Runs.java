// SPDX-License-Identifier: EPL-2.0
package org.perfctr.launching;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

import org.perfctr.core.store.RunStore;
import org.perfctr.core.store.StoredRun;

/**
 * The workspace's runs, and which of them is active: shown in the editors. An OSGi service. Any thread may
 * call.
 */
public interface Runs {
    /** Where the workspace's runs are: {@code .metadata/.plugins/org.perfctr.launching/runs}. */
    RunStore store();

    /**
     * The runs, newest first, as they were when their folder last changed; those that are still being counted
     * too.
     * Comes from memory. Empty until the folder has been read for the first time, of which the listeners are
     * told.
     */
    List<StoredRun> list();

    /**
     * The active run. A count that has ended becomes active by itself if {@link CountLaunch#ACTIVATE_NEW} is on.
     */
    Optional<StoredRun> active();

    void activate(StoredRun run);

    /** No run is active any more. */
    void deactivate();

    /**
     * Gives a run another title; it stays active.
     *
     * @throws IOException with one sentence for the user if the title is taken or can't be a file's name
     */
    StoredRun rename(StoredRun run, String title) throws IOException;

    void delete(StoredRun run) throws IOException;

    /** Adds a listener; it is not an error if it is there already. */
    void addListener(RunsListener listener);

    void removeListener(RunsListener listener);
}
