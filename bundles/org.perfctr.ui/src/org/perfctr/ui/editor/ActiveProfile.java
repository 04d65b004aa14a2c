// SPDX-License-Identifier: EPL-2.0
package org.perfctr.ui.editor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.perfctr.core.profile.LineProfile;
import org.perfctr.core.profile.SourceLine;
import org.perfctr.core.run.Run;
import org.perfctr.ui.preferences.CountPreferences;

/**
 * The active run's samples.
 *
 * @param title the run's title
 * @param started when the run was started
 * @param profile its lines
 * @param event the index of the sampled event that is shown
 */
record ActiveProfile(String title, Instant started, LineProfile profile, int event) {
    static ActiveProfile of(String title, Run run) {
        return new ActiveProfile(title, run.started(), run.profile(), shownEvent(run.profile()));
    }

    /** With the samples of the event that is now shown. */
    ActiveProfile withShownEvent() {
        return new ActiveProfile(title, started, profile, shownEvent(profile));
    }

    private static int shownEvent(LineProfile profile) {
        return profile.event(CountPreferences.shownEvent()).orElse(0);
    }

    /** The lines with samples, and those that only called what has some. */
    List<HotLine> linesOf(Path file) {
        Map<Integer, SourceLine> own = profile.linesOf(file).stream()
                .collect(Collectors.toMap(SourceLine::number, line -> line));
        Map<Integer, List<Long>> withCalls = profile.calls().linesIn(file);
        Map<Integer, List<CalledFunction>> calls = calls(file);
        return Stream.concat(own.keySet().stream(), withCalls.keySet().stream()).distinct().sorted()
                .map(number -> hotLine(own.getOrDefault(number, new SourceLine(number, none(), List.of())),
                        withCalls.get(number), calls.getOrDefault(number, List.of())))
                .toList();
    }

    private HotLine hotLine(SourceLine line, List<Long> withCalls, List<CalledFunction> calls) {
        return new HotLine(line, Optional.ofNullable(withCalls).filter(samples -> !samples.equals(line.samples())),
                calls, profile, event);
    }

    /** In a call tree what was inlined is called like anything else. */
    private Map<Integer, List<CalledFunction>> calls(Path file) {
        Stream<CalledFunction> calls = profile.calls().isEmpty()
                ? profile.inlinedCallsIn(file).stream().map(CalledFunction::of)
                : profile.calls().callsIn(file).stream().map(CalledFunction::of);
        return calls.collect(Collectors.groupingBy(CalledFunction::line));
    }

    private List<Long> none() {
        return Collections.nCopies(profile.sampling().size(), 0L);
    }

    /** Whether the file's content is not what was compiled; false as well where that is not known. */
    boolean hasOtherContent(Path file) throws IOException {
        return !profile.sameContent(file).orElse(true);
    }

    /**
     * Whether the file was changed after the program was built or, where that is not known, after it was started. The
     * time does not matter where the content is known to be the same.
     */
    boolean outdated(Path file) throws IOException {
        return profile.outdated(file) || profile.sameContent(file).isEmpty()
                && Files.getLastModifiedTime(file).toInstant().isAfter(started);
    }
}
