// SPDX-License-Identifier: EPL-2.0
package org.perfctr.ui.runs;

import java.util.List;
import java.util.Locale;
import org.perfctr.core.profile.Branch;
import org.perfctr.core.profile.CallTree;
import org.perfctr.core.profile.LineProfile;

/**
 * Which calls are wanted.
 *
 * @param profile the samples
 * @param callers whether callers are below whom they called, and not the other way round
 * @param filter a part of the names of the functions to begin with, in whatever case; empty: all
 */
record CallsQuery(LineProfile profile, boolean callers, String filter) {
    /** Walks all calls, of which there may be a million: not for the UI thread. */
    List<Branch> answer() {
        CallTree calls = profile.calls();
        if (calls.isEmpty()) {
            return List.of();
        }
        if (callers) {
            return matching(calls.callers(0));
        }
        return filter.isEmpty() ? calls.fromOutermost(0) : matching(calls.callees(0));
    }

    private List<Branch> matching(List<Branch> branches) {
        String wanted = filter.toLowerCase(Locale.ROOT);
        return branches.stream()
                .filter(branch -> branch.function().label().toLowerCase(Locale.ROOT).contains(wanted)).toList();
    }
}
