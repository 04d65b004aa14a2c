// SPDX-License-Identifier: EPL-2.0
package org.perfctr.ui.runs;

import java.util.List;
import java.util.Locale;
import org.perfctr.core.profile.Branch;
import org.perfctr.core.profile.CallTree;

/**
 * Which calls are wanted.
 *
 * @param samples whose callers are wanted
 * @param callers whether callers are below whom they called, and not the other way round
 * @param filter a part of the names of the functions to begin with, in whatever case; empty: all
 */
record CallsQuery(ShownSamples samples, boolean callers, String filter) {
    /** Walks all calls, of which there may be a million: not for the UI thread. */
    List<Branch> answer() {
        CallTree calls = samples.profile().calls();
        if (calls.isEmpty()) {
            return List.of();
        }
        if (callers) {
            return matching(calls.callers(samples.event()));
        }
        return filter.isEmpty() ? calls.fromOutermost(samples.event()) : matching(calls.callees(samples.event()));
    }

    private List<Branch> matching(List<Branch> branches) {
        String wanted = filter.toLowerCase(Locale.ROOT);
        return branches.stream()
                .filter(branch -> branch.function().label().toLowerCase(Locale.ROOT).contains(wanted)).toList();
    }
}
