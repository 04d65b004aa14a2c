// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.html;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

import org.perfctr.core.profile.InlinedCall;
import org.perfctr.core.profile.LineProfile;
import org.perfctr.core.report.AnnotatedSource;
import org.perfctr.core.report.AnnotatedSource.Row;
import org.perfctr.core.report.Numbers;

/** One source file: the lines with samples, and what is around them. */
class SourceView {
    private static final int CONTEXT = 8;

    private final String id;
    private final AnnotatedSource source;
    private final LineProfile profile;
    private final int event;
    private final Map<Integer, List<InlinedCall>> inlined;
    private final TreeMap<Integer, Row> shown = new TreeMap<>();

    SourceView(String id, AnnotatedSource source, LineProfile profile, int event) {
        this.id = id;
        this.source = source;
        this.profile = profile;
        this.event = event;
        inlined = source.inlined().stream().filter(call -> call.samples().get(event) > 0)
                .collect(Collectors.groupingBy(InlinedCall::line));
        for (Row row : source.rows()) {
            if (row.samples() > 0 || inlined.containsKey(row.number())) {
                int last = Math.min(source.rows().size(), row.number() + CONTEXT);
                for (int number = Math.max(1, row.number() - CONTEXT); number <= last; number++) {
                    shown.put(number, source.rows().get(number - 1));
                }
            }
        }
    }

    int size() {
        return shown.size();
    }

    Optional<String> anchor(int line) {
        return shown.containsKey(line) ? Optional.of(id + "-" + line) : Optional.empty();
    }

    String html() {
        double share = source.rows().stream().mapToDouble(Row::share).sum();
        StringBuilder html = new StringBuilder(
                "<details open id=\"%s\"><summary><span class=code>%s</span> %s</summary>%n"
                        .formatted(id, Html.escaped(source.file().toString()), Numbers.share(share)));
        html.append(
                "<div class=scroll tabindex=0><table class=source aria-label=\"Annotated source\">\n<thead><tr><th scope=col class=number>"
                        + "share</th><th scope=col class=number>samples</th><th scope=col class=number>line</th>"
                        + "<th scope=col>text</th></tr></thead>\n<tbody>\n");
        double hottest = source.rows().stream().mapToDouble(Row::share).max().orElse(1);
        int last = 0;
        for (Row row : shown.values()) {
            if (row.number() > last + 1) {
                html.append("<tr class=gap><td colspan=4>⋯</td></tr>\n");
            }
            last = row.number();
            append(row, hottest, html);
            inlined.getOrDefault(row.number(), List.of()).forEach(call -> append(call, html));
        }
        return html.append("</tbody></table></div></details>\n").toString();
    }

    private void append(Row row, double hottest, StringBuilder html) {
        boolean hot = row.samples() > 0;
        html.append(hot
                ? String.format(Locale.ROOT, "<tr id=\"%s-%d\" class=hot style=\"--heat:%.0f%%\">", id, row.number(),
                        100 * Math.sqrt(row.share() / hottest))
                : "<tr id=\"" + id + "-" + row.number() + "\">");
        html.append(String.format(Locale.ROOT, "<td>%s</td><td>%s</td><td>%d</td><td>%s</td></tr>%n",
                hot ? Numbers.share(row.share()) : "", hot ? Numbers.count(row.samples()) : "", row.number(),
                Html.escaped(row.text())));
    }

    private void append(InlinedCall call, StringBuilder html) {
        long samples = call.samples().get(event);
        html.append("<tr class=inlined><td></td><td></td><td></td><td>↳ %s inlined here: %s, %s samples</td></tr>%n"
                .formatted(Html.escaped(call.callee().label()), Numbers.share(profile.share(samples, event)),
                        Numbers.count(samples)));
    }
}
