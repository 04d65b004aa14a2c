// SPDX-License-Identifier: EPL-2.0
package org.perfctr.ui.launch;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.core.runtime.ICoreRunnable;
import org.eclipse.core.runtime.jobs.Job;
import org.eclipse.swt.widgets.Display;
import org.perfctr.bridge.BridgeException;
import org.perfctr.bridge.Perfctr;

/** Asks the library, in the background, whether it knows events. */
final class EventCheck {
    private final Map<String, Optional<String>> problems = new ConcurrentHashMap<>();
    private final Runnable answered;

    /** @param answered is called on the UI thread when a list was checked */
    EventCheck(Runnable answered) {
        this.answered = answered;
    }

    /** Checks a list of events, unless that was done before. */
    void start(String events) {
        if (problems.containsKey(events) || events.isBlank()) {
            return;
        }
        Display display = Display.getCurrent();
        Job.createSystem("Checking events", (ICoreRunnable) monitor -> {
            problems.put(events, ask(events));
            display.asyncExec(answered);
        }).schedule();
    }

    /** What is wrong with the events; absent if nothing, or as long as nobody knows. */
    Optional<String> problem(String events) {
        return problems.getOrDefault(events, Optional.empty());
    }

    private static Optional<String> ask(String events) {
        try {
            Perfctr.load().requireKnown(events);
            return Optional.empty();
        } catch (BridgeException e) {
            return Optional.of(e.getMessage());
        }
    }
}
