// SPDX-License-Identifier: EPL-2.0
package org.perfctr.launching.internal;

import java.util.List;

import org.eclipse.core.runtime.CoreException;
import org.eclipse.core.runtime.Status;
import org.perfctr.bridge.BridgeException;
import org.perfctr.bridge.CatalogEvent;
import org.perfctr.bridge.NativeParts;
import org.perfctr.bridge.Perfctr;
import org.perfctr.launching.CountSettings;

/**
 * Whether anything can be counted here: asked before a program is started, while the answer can still be
 * shown.
 */
final class Countable {
    /** The event that can be counted wherever anything can. */
    private static final String SIMPLEST_EVENT = "task-clock";

    private Countable() {}

    /**
     * @throws CoreException an event is unknown, or this user can't count at all
     */
    static void require(CountSettings settings) throws CoreException {
        try {
            NativeParts.perfex();
            Perfctr perfctr = Perfctr.load();
            perfctr.backend();
            requireKnown(perfctr, settings.events());
            if (settings.sampling()) {
                requireKnown(perfctr, settings.sampledEvents());
            }
            requireAny(perfctr.catalog(SIMPLEST_EVENT));
        } catch (BridgeException e) {
            throw new CoreException(Status.error(e.getMessage(), e));
        }
    }

    private static void requireKnown(Perfctr perfctr, String events) throws BridgeException {
        if (!events.isEmpty()) {
            perfctr.requireKnown(events);
        }
    }

    private static void requireAny(List<CatalogEvent> events) throws CoreException {
        if (events.stream().anyMatch(CatalogEvent::available)) {
            return;
        }
        String reason = events.isEmpty() ? "libperfctr knows no events." : events.getFirst().unavailable();
        throw new CoreException(Status.error("Nothing can be counted here: " + reason));
    }
}
