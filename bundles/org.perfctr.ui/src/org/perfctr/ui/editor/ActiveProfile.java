// SPDX-License-Identifier: EPL-2.0
package org.perfctr.ui.editor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.perfctr.core.profile.LineProfile;
import org.perfctr.core.run.Run;

/**
 * The active run's samples.
 *
 * @param title the run's title
 * @param started when the run was started
 * @param profile its lines
 * @param totals its samples, for each sampled event
 */
record ActiveProfile(String title, Instant started, LineProfile profile, List<Long> totals) {
    static ActiveProfile of(String title, Run run) {
        LineProfile profile = run.profile();
        return new ActiveProfile(title, run.started(), profile,
                IntStream.range(0, profile.sampling().size()).mapToObj(profile::total).toList());
    }

    List<HotLine> linesOf(Path file) {
        return profile.linesOf(file).stream().map(line -> new HotLine(line, profile.sampling(), totals)).toList();
    }

    /** Whether the file was changed after the program was built or, where that is not known, after it was started. */
    boolean outdated(Path file) throws IOException {
        return profile.outdated(file) || Files.getLastModifiedTime(file).toInstant().isAfter(started);
    }
}
