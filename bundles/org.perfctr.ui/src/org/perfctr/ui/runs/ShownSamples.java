// SPDX-License-Identifier: EPL-2.0
package org.perfctr.ui.runs;

import java.util.List;
import org.perfctr.core.profile.LineProfile;
import org.perfctr.ui.preferences.CountPreferences;

/**
 * The samples that are shown of a run: those of one event.
 *
 * @param profile all samples of the run
 * @param event the index of the event
 */
record ShownSamples(LineProfile profile, int event) {
    static final ShownSamples NONE = new ShownSamples(LineProfile.empty(), 0);

    /** Those of the event that the user chose, or else of the first one. */
    static ShownSamples of(LineProfile profile) {
        return new ShownSamples(profile, profile.event(CountPreferences.shownEvent()).orElse(0));
    }

    /** Why there are no samples; empty if there are some, or if no run is shown. */
    String whyNone() {
        if (!profile.isEmpty() || this == NONE) {
            return "";
        }
        return profile.sampling().isEmpty()
                ? "Source lines were not sampled: the Counters tab of the launch configuration has that."
                : "There are no samples: what is sampled happened too seldom, or the run is incomplete.";
    }

    /** @param perEvent the number of samples of each sampled event */
    long number(List<Long> perEvent) {
        return perEvent.get(event);
    }

    /** The share of the run's samples, 0 to 1. */
    double share(long samples) {
        return profile.share(samples, event);
    }
}
