// SPDX-License-Identifier: EPL-2.0
package org.perfctr.ui.editor;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.perfctr.core.profile.LineProfile;

/**
 * The active run's samples.
 *
 * @param title the run's title
 * @param profile its lines
 * @param totals its samples, for each sampled event
 */
record ActiveProfile(String title, LineProfile profile, List<Long> totals) {
    static ActiveProfile of(String title, LineProfile profile) {
        return new ActiveProfile(title, profile,
                IntStream.range(0, profile.sampling().size()).mapToObj(profile::total).toList());
    }

    List<HotLine> linesOf(Path file) {
        return profile.linesOf(file).stream().map(line -> new HotLine(line, profile.sampling(), totals)).toList();
    }
}
