// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.html;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.perfctr.core.metric.MetricCatalog;
import org.perfctr.core.profile.LineProfile;
import org.perfctr.core.report.MetricTable;
import org.perfctr.core.run.Degradation;
import org.perfctr.core.run.Run;
import org.perfctr.core.run.RunHeader;

/**
 * A run as one HTML page that needs nothing else: sortable tables, charts and annotated source. It loads nothing
 * and allows no script but its own. Its size is bounded, however large the run is.
 */
public final class HtmlPage {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);
    private static final Pattern PLACE = Pattern.compile("\\{\\{(\\w+)}}");

    private HtmlPage() {}

    /** The page's text. Times are those of the zone. */
    public static String of(Run run, MetricCatalog catalog, ZoneId zone) {
        String script = resource("page.js");
        Map<String, String> parts = Map.of("title", Html.escaped(run.header().label()), "style", resource("page.css"),
                "script", script, "scriptHash", hash(script), "heading", heading(run, zone), "body",
                body(run, catalog));
        // In one pass: a name in the run may look like a place of the template.
        return PLACE.matcher(resource("page.html"))
                .replaceAll(place -> Matcher.quoteReplacement(parts.get(place.group(1))));
    }

    private static String heading(Run run, ZoneId zone) {
        RunHeader header = run.header();
        return "<h1>%s</h1>\n<p class=faint>%s<br>%s, backend %s</p>\n".formatted(Html.escaped(header.label()),
                Html.escaped("%s, %s".formatted(TIME.format(header.started().atZone(zone)),
                        MetricTable.ending(run.repetitions()))),
                Html.escaped("%s, %s, Linux %s".formatted(header.host().name(), header.host().cpu(),
                        header.host().kernel())),
                Html.escaped(header.backend().name()));
    }

    private static String body(Run run, MetricCatalog catalog) {
        LineProfile profile = run.profile();
        Sources sources = new Sources(profile);
        StringBuilder body = new StringBuilder(notes(run));
        Totals totals = new Totals(run, catalog);
        body.append(totals.tiles()).append(Charts.of(run)).append(totals.metrics()).append(totals.events());
        body.append(Tasks.of(run));
        for (int event = 0; event < profile.sampling().size() && !profile.isEmpty(); event++) {
            body.append(ProfileTables.of(profile, event, sources));
        }
        return body.append(sources.html()).toString();
    }

    /** What is not as asked for, each thing once. */
    private static String notes(Run run) {
        Set<String> notes = new LinkedHashSet<>();
        run.loss().ifPresent(notes::add);
        for (Degradation degradation : run.degradations()) {
            notes.add(degradation.text() + degradation.remedy().map(way -> "; way out: " + way).orElse(""));
        }
        return notes.stream().map(note -> "<p class=note>" + Html.escaped(note) + "</p>\n")
                .collect(Collectors.joining());
    }

    private static String hash(String script) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(script.getBytes(StandardCharsets.UTF_8));
            return "sha256-" + Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static String resource(String name) {
        try (InputStream in = HtmlPage.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
