// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.html;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

import org.perfctr.core.profile.Line;
import org.perfctr.core.profile.LineProfile;
import org.perfctr.core.report.AnnotatedSource;

/** The source files of a run with the samples of their lines, the hottest file first. */
class Sources {
    private static final int MOST_FILES = 30;
    private static final int MOST_ROWS = 4000;

    private final LineProfile profile;
    private final int event;
    private final List<SourceView> views = new ArrayList<>();
    private final Map<Path, SourceView> byFile = new HashMap<>();
    private final List<String> missing = new ArrayList<>();

    Sources(LineProfile profile) {
        this.profile = profile;
        event = IntStream.range(0, profile.sampling().size()).filter(i -> profile.total(i) > 0).findFirst().orElse(0);
        int rows = 0;
        for (Path file : files()) {
            if (views.size() == MOST_FILES || rows >= MOST_ROWS) {
                break;
            }
            find(file);
            rows = views.stream().mapToInt(SourceView::size).sum();
        }
    }

    /** Where on the page a line is; absent when it is not there. */
    Optional<String> anchor(Path file, int line) {
        return Optional.ofNullable(byFile.get(file)).flatMap(view -> view.anchor(line));
    }

    String html() {
        if (views.isEmpty() && missing.isEmpty()) {
            return "";
        }
        StringBuilder html = new StringBuilder();
        views.forEach(view -> html.append(view.html()));
        if (!missing.isEmpty()) {
            html.append("<details><summary>Without source text: ").append(missing.size())
                    .append("</summary>\n<ul class=faint>\n");
            missing.forEach(why -> html.append("<li>").append(Html.escaped(why)).append("</li>\n"));
            html.append("</ul></details>\n");
        }
        return Html.section("source", "Source", html.toString());
    }

    private void find(Path file) {
        try {
            AnnotatedSource source = AnnotatedSource.ofFile(profile, file, event);
            if (source.outdated()) {
                missing.add(file + " was changed after the program was built: its lines may have moved");
                return;
            }
            SourceView view = new SourceView("source-" + views.size(), source, profile, event);
            views.add(view);
            byFile.put(file, view);
        } catch (IOException e) {
            missing.add(e.getMessage());
        }
    }

    private List<Path> files() {
        Map<Path, Long> samples = new LinkedHashMap<>();
        for (Line line : profile.lines()) {
            if (line.line().isPresent() && line.source().isPresent()) {
                samples.merge(line.source().get().file(), line.samples().get(event), Long::sum);
            }
        }
        return samples.entrySet().stream().filter(entry -> entry.getValue() > 0)
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder())).limit(10L * MOST_FILES)
                .map(Map.Entry::getKey).toList();
    }
}
