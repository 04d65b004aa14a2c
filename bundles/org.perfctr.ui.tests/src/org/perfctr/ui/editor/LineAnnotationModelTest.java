// SPDX-License-Identifier: EPL-2.0
package org.perfctr.ui.editor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.eclipse.jface.text.Document;
import org.eclipse.jface.text.source.Annotation;
import org.junit.jupiter.api.Test;
import org.perfctr.core.profile.Function;
import org.perfctr.core.profile.Line;
import org.perfctr.core.profile.LineProfile;
import org.perfctr.core.profile.Module;
import org.perfctr.core.profile.Sampling;
import org.perfctr.core.profile.SourceLine;

class LineAnnotationModelTest {
    private static final int LINES = 5000;

    @Test
    void ofVeryManyLinesTheHottestAreAnnotatedAndAllHaveTheirNumbers() throws Exception {
        Document document = new Document("\n".repeat(LINES));
        LineAnnotationModel model = new LineAnnotationModel();
        model.show(new FileCounts(hotLines(), Optional.empty()), document);
        List<Annotation> annotations = new ArrayList<>();
        model.getAnnotationIterator().forEachRemaining(annotations::add);
        assertEquals(2000, annotations.size());
        for (Annotation annotation : annotations) {
            int line = document.getLineOfOffset(model.getPosition(annotation).getOffset()) + 1;
            assertTrue(line > LINES - 2000, "line " + line + " is not among the hottest");
        }
        assertEquals("1", model.line(1).orElseThrow().samplesText());
    }

    /** The farther down, the hotter. */
    private static List<HotLine> hotLines() {
        Function function = new Function(0, Optional.of("main"),
                new Module(0, "/bin/main", Optional.empty(), Optional.empty()),
                Optional.empty(), OptionalInt.of(1));
        LineProfile profile = new LineProfile(
                List.of(new Sampling("cpu-clock", "user", OptionalLong.of(1000), OptionalLong.empty())),
                List.of(new Line(function, Optional.empty(), OptionalInt.empty(), List.of(1_000_000_000L), List.of())),
                List.of());
        return IntStream.rangeClosed(1, LINES)
                .mapToObj(number -> new HotLine(new SourceLine(number, List.of((long) number), List.of(function)),
                        Optional.empty(), List.of(), profile, 0))
                .toList();
    }
}
