// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.html;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.perfctr.core.metric.MetricCatalog;
import org.perfctr.core.run.RunFileReader;
import org.perfctr.core.run.RunFiles;

class HtmlPageTest {
    @TempDir
    private Path folder;

    @Test
    void showsTheCountsOfTheRunAndWhyOthersAreMissing() throws IOException {
        String page = page(RunFiles.SMALL);
        assertTrue(page.contains("<td class=code>page-faults</td><td class=number data-value=\"6.0\">6</td>"), page);
        assertTrue(page.contains("<td class=code>cycles</td><td class=missing title=\"this machine has no hardware"
                + " counters\">"), page);
        assertTrue(page.contains("<p class=note>cycles is not counted; way out: run on bare metal</p>"), page);
    }

    @Test
    void showsNamesThatLookLikeMarkupAsText() throws IOException {
        String page = page(RunFiles.SMALL.replace("größe", "</script><script>alert(1)</script>")
                .replace("\"./sample\",\"slow\"", "\"<img src=x onerror=alert(1)>\",\"{{script}}\"")
                .replace("\"name\":\"sieve\"", "\"name\":\"operator<<\\\"' onclick=alert(1)\"")
                .replace("src/sieve.c", "</style></title>.c"));
        assertEquals(1, page.split("<script").length - 1);
        assertEquals(1, page.split("</script").length - 1);
        assertEquals(1, page.split("</style").length - 1);
        assertFalse(page.contains("<img"), page);
        assertTrue(page.contains("<title>&lt;img src=x onerror=alert(1)&gt; {{script}}</title>"), page);
        assertTrue(page.contains("operator&lt;&lt;&quot;&#39; onclick=alert(1)"), page);
    }

    @Test
    void loadsNothing() throws IOException {
        String page = page(RunFiles.SMALL);
        assertTrue(page.contains("content=\"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-"));
        assertFalse(page.matches("(?s).*(src=|@import|url\\(|https?:).*"), page);
    }

    @Test
    void annotatesTheSourceAndLeadsToItsLines() throws IOException {
        Path source = Files.createDirectory(folder.resolve("src")).resolve("sieve.c");
        Files.writeString(source, "\n".repeat(13) + "if (a < b) mark();\n");
        Files.setLastModifiedTime(source, FileTime.fromMillis(0));
        String page = page(
                RunFiles.SMALL.replace("\"directory\":\"/home/me/sample\"", "\"directory\":\"" + folder + "\""));
        assertTrue(page.contains("<a href=\"#source-0-14\">src/sieve.c:14</a>"), page);
        assertTrue(page.contains("<tr id=\"source-0-14\" class=hot style=\"--heat:100%\"><td>100.0 %</td><td>812</td>"
                + "<td>14</td><td>if (a &lt; b) mark();</td></tr>"), page);
    }

    @Test
    void saysWhichSourceItCannotShow() throws IOException {
        assertTrue(page(RunFiles.SMALL).contains("<li>/home/me/sample/src/sieve.c is not on this machine"));
    }

    @Test
    void isTheSameInALocaleOfOtherDigits() throws IOException {
        Path source = Files.createDirectory(folder.resolve("src")).resolve("sieve.c");
        Files.writeString(source, "\n".repeat(20));
        Files.setLastModifiedTime(source, FileTime.fromMillis(0));
        String annotated = RunFiles.SMALL.replace("\"directory\":\"/home/me/sample\"",
                "\"directory\":\"" + folder + "\"");
        Locale locale = Locale.getDefault();
        for (String run : List.of(annotated, course())) {
            String page = page(run);
            try {
                Locale.setDefault(Locale.of("fa", "IR"));
                assertEquals(page, page(run));
            } finally {
                Locale.setDefault(locale);
            }
        }
    }

    @Test
    void drawsRepetitionsTasksAndTheCourseOfTime() throws IOException {
        String page = page(course());
        assertTrue(page.contains("aria-label=\"wall-time in 3 repetitions: from 401 ns to 403 ns, on average 402 ns\""),
                page);
        assertTrue(page.contains("aria-label=\"task-clock over 400 ns: at most 0.500 CPUs\""), page);
        assertTrue(page.contains("<ol class=gantt>"), page);
    }

    private static String course() {
        StringBuilder run = new StringBuilder(RunFiles.HEADER);
        for (int i = 1; i <= 3; i++) {
            run.append("{\"type\":\"repetition\",\"repetition\":%d,\"time\":0}%n".formatted(i));
            run.append("{\"type\":\"task\",\"task\":%d,\"tid\":1,\"pid\":1,\"time\":0}%n".formatted(2 * i));
            run.append("{\"type\":\"task\",\"task\":%d,\"tid\":2,\"pid\":2,\"time\":%d}%n".formatted(2 * i + 1, 9 * i));
            for (int t = 1; t <= 4; t++) {
                run.append(
                        "{\"type\":\"snapshot\",\"time\":%d,\"counts\":[[%d,9,9],[%d,9,9],null]}%n".formatted(t * 100,
                                t * 50, t));
            }
            run.append("{\"type\":\"repetition-end\",\"repetition\":%d,\"time\":1,\"wall\":%d,\"exit\":0,\"counts\":"
                    .formatted(i, 400 + i) + "[[300,9,9],[%d,9,9],null]}%n".formatted(i));
        }
        return run.append("{\"type\":\"end\",\"time\":9}\n").toString();
    }

    @Test
    void staysSmallForARunOf100000LinesAnd10000Tasks() throws IOException {
        StringBuilder run = new StringBuilder(
                RunFiles.HEADER + "{\"type\":\"repetition\",\"repetition\":1,\"time\":0}\n");
        for (int task = 1; task <= 10_000; task++) {
            run.append("{\"type\":\"task\",\"task\":%d,\"tid\":9,\"pid\":9,\"time\":1}%n".formatted(task));
            run.append("{\"type\":\"task-end\",\"task\":%d,\"time\":2,\"counts\":[[7,9,9],[4,9,9],null]}%n"
                    .formatted(task));
        }
        run.append(
                "{\"type\":\"module\",\"module\":0,\"path\":\"m\"}\n{\"type\":\"source\",\"source\":0,\"path\":\"s.c\"}\n");
        run.append(
                "{\"type\":\"function\",\"function\":0,\"name\":\"%s\",\"module\":0}%n".formatted("f".repeat(50_000)));
        for (int line = 1; line <= 100_000; line++) {
            run.append("{\"type\":\"line\",\"function\":0,\"source\":0,\"line\":%d,\"samples\":[1]}%n".formatted(line));
        }
        String page = page(run.toString());
        assertTrue(page.length() < 1_000_000, "the page has " + page.length() + " characters");
        assertTrue(page.contains("500 of 10,000 are shown, those with the largest counts."), page);
        assertTrue(page.contains("1,000 of 100,000 are shown, the hottest."), page);
    }

    @Test
    void showsARecordedRun() throws IOException {
        String page = HtmlPage.of(RunFileReader.read(Path.of("fixtures/tasks.perfrun")), MetricCatalog.bundled(),
                ZoneOffset.UTC);
        assertTrue(page.contains("<section id=\"tasks\">"), page);
    }

    private static String page(String run) throws IOException {
        return HtmlPage.of(RunFiles.read(run), MetricCatalog.empty(), ZoneOffset.UTC);
    }
}
