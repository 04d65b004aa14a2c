// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.html;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.perfctr.core.profile.HotFunction;
import org.perfctr.core.profile.Line;
import org.perfctr.core.profile.LineProfile;
import org.perfctr.core.report.Numbers;
import org.perfctr.core.report.ProfileTable;

/** Where the samples of one event were: by module, function and line. */
final class ProfileTables {
    private static final int MOST_ROWS = 1000;
    private static final int MOST_MODULES = 6;

    private final LineProfile profile;
    private final int event;
    private final Sources sources;

    private ProfileTables(LineProfile profile, int event, Sources sources) {
        this.profile = profile;
        this.event = event;
        this.sources = sources;
    }

    static String of(LineProfile profile, int event, Sources sources) {
        return profile.total(event) == 0 ? "" : new ProfileTables(profile, event, sources).html();
    }

    private String html() {
        String name = profile.sampling().get(event).event();
        List<HotFunction> functions = profile.hottestFunctions(event, Integer.MAX_VALUE);
        return Html.section("functions-" + event, "Functions by " + name,
                "<p class=faint>%s</p>\n".formatted(Html.escaped(ProfileTable.samples(profile, event)))
                        + modules(functions) + functions(functions))
                + Html.section("lines-" + event, "Lines by " + name, lines());
    }

    private String functions(List<HotFunction> functions) {
        Table table = new Table("Functions", "#share", "#samples", "function", "module");
        int shown = Math.min(MOST_ROWS, functions.size());
        for (HotFunction hot : functions.subList(0, shown)) {
            long samples = hot.samples().get(event);
            table.row(Html.share(profile.share(samples, event)), Html.number(samples, Numbers.count(samples)),
                    Html.code(hot.function().label()), Html.code(fileName(hot.function().module().path())));
        }
        return table.html(shown, functions.size(), "the hottest");
    }

    private String lines() {
        List<Line> lines = profile.hottestLines(event, Integer.MAX_VALUE);
        Table table = new Table("Lines", "#share", "#samples", "line", "function");
        int shown = Math.min(MOST_ROWS, lines.size());
        for (Line line : lines.subList(0, shown)) {
            long samples = line.samples().get(event);
            table.row(Html.share(profile.share(samples, event)), Html.number(samples, Numbers.count(samples)),
                    place(line), Html.code(ProfileTable.function(line, event)));
        }
        return table.html(shown, lines.size(), "the hottest");
    }

    private String place(Line line) {
        String place = ProfileTable.place(line);
        Optional<String> anchor = line.source().filter(source -> line.line().isPresent())
                .flatMap(source -> sources.anchor(source.file(), line.line().getAsInt()));
        return anchor.map(target -> Html.link(target, place)).orElseGet(() -> Html.code(place));
    }

    /** One bar that shows how the samples divide between modules. */
    private String modules(List<HotFunction> functions) {
        Map<String, Long> samples = new LinkedHashMap<>();
        functions.forEach(hot -> samples.merge(hot.function().module().path(), hot.samples().get(event), Long::sum));
        List<Map.Entry<String, Long>> modules = samples.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed()).limit(MOST_MODULES).toList();
        StringBuilder bar = new StringBuilder();
        StringBuilder legend = new StringBuilder();
        for (int i = 0; i < modules.size(); i++) {
            double share = profile.share(modules.get(i).getValue(), event);
            String name = Html.escaped(fileName(modules.get(i).getKey()));
            bar.append("<span class=colour" + i + " style=\"flex-grow:" + modules.get(i).getValue() + "\"></span>");
            legend.append("<li><span class=colour" + i + "></span>%s <b>%s</b></li>\n".formatted(name,
                    Numbers.share(share)));
        }
        return "<div class=modules aria-hidden=true>%s</div>\n<ul class=legend aria-label=\"Modules\">\n%s</ul>\n"
                .formatted(bar, legend);
    }

    private static String fileName(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
