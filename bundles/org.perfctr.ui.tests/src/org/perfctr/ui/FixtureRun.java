// SPDX-License-Identifier: EPL-2.0
package org.perfctr.ui;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.function.UnaryOperator;
import org.perfctr.core.store.StoredRun;

/**
 * A run of the sample program with numbers that are known: 69.0 % in line 24, 30.0 % in line 14, 1.0 % in 25, and
 * 1,234 page faults if no other number is asked for.
 */
public record FixtureRun(Path program, Path sources, Instant started, Instant built, int exit, int pageFaults,
        String command, UnaryOperator<String> edit) {
    /** Of the program as it lies in the project, built just now. */
    public static FixtureRun of(SampleProject sample) {
        Instant now = Instant.now();
        return new FixtureRun(sample.folder(), sample.folder(), now, now, 0, 1234, "./sums",
                UnaryOperator.identity());
    }

    public FixtureRun started(Instant newStarted) {
        return new FixtureRun(program, sources, newStarted, built, exit, pageFaults, command, edit);
    }

    public FixtureRun built(Instant newBuilt) {
        return new FixtureRun(program, sources, started, newBuilt, exit, pageFaults, command, edit);
    }

    public FixtureRun sources(Path newSources) {
        return new FixtureRun(program, newSources, started, built, exit, pageFaults, command, edit);
    }

    public FixtureRun exit(int newExit) {
        return new FixtureRun(program, sources, started, built, newExit, pageFaults, command, edit);
    }

    public FixtureRun pageFaults(int newPageFaults) {
        return new FixtureRun(program, sources, started, built, exit, newPageFaults, command, edit);
    }

    public FixtureRun command(String newCommand) {
        return new FixtureRun(program, sources, started, built, exit, pageFaults, newCommand, edit);
    }

    /** With the callers of its samples: main calls by_rows and by_columns in line 40; 10 samples' are not known. */
    public FixtureRun withCalls() {
        return edited("{\"type\":\"end\"", """
                {"type":"function","function":2,"name":"main","module":0,"source":0,"line":28}
                {"type":"frame","frame":0,"function":2,"source":0,"line":40}
                {"type":"frame","frame":1,"caller":0,"function":0,"source":0,"line":14,"samples":[300]}
                {"type":"frame","frame":2,"caller":0,"function":1,"source":0,"line":24,"samples":[690]}
                {"type":"frame","frame":3,"truncated":true,"function":1,"source":0,"line":25,"samples":[10]}
                {"type":"end\"""");
    }

    /** With page faults sampled as well: 2 in line 14 and 8 in line 25. */
    public FixtureRun withPageFaults() {
        return edited("\"scope\":\"user\"}]}",
                "\"scope\":\"user\"},{\"event\":\"page-faults\",\"period\":1,\"scope\":\"user\"}]}")
                .edited("\"samples\":[300]", "\"samples\":[300,2]").edited("\"samples\":[690]", "\"samples\":[690,0]")
                .edited("\"samples\":[10]", "\"samples\":[10,8]").edited("\"samples\":[1000],\"lost\":[0]",
                        "\"samples\":[1000,10],\"lost\":[0,0]");
    }

    public FixtureRun withoutSamples() {
        return new FixtureRun(program, sources, started, built, exit, pageFaults, command,
                text -> text.replaceAll("(?m)^\\{\"type\":\"(module|source|function|line)\".*\n", "")
                        .replaceAll(",\"sampling\":\\[.*?\\]", "").replace(",\"samples\":[1000],\"lost\":[0]", ""));
    }

    /** With the MD5 of the source that was compiled. */
    public FixtureRun md5(String md5) {
        return edited("\"path\":\"sums.c\"", "\"path\":\"sums.c\",\"md5\":\"" + md5 + "\"");
    }

    private FixtureRun edited(String part, String replacement) {
        return new FixtureRun(program, sources, started, built, exit, pageFaults, command,
                text -> edit.apply(text).replace(part, replacement));
    }

    /** Puts it among the workspace's runs, and waits until the workspace has noticed. */
    public StoredRun write(String title) throws IOException {
        Path file = Ide.runs().store().folder().resolve(title + ".perfrun");
        Files.createDirectories(file.getParent());
        Files.writeString(file, text());
        Ide.waitUntil(title + " is listed", () -> Ide.runs().list().stream().anyMatch(run -> run.file().equals(file)));
        return Ide.runs().list().stream().filter(run -> run.file().equals(file)).findFirst().orElseThrow();
    }

    private String text() throws IOException {
        try (InputStream in = FixtureRun.class.getResourceAsStream("/fixtures/sums.perfrun")) {
            return edit.apply(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                    .replace("@STARTED@", started.toString()).replace("@MODIFIED@", built.toString())
                    .replace("@FOLDER@", program.toString()).replace("@SOURCES@", sources.toString())
                    .replace("@EXIT@", Integer.toString(exit)).replace("@PAGE_FAULTS@", Integer.toString(pageFaults))
                    .replace("@COMMAND@", command);
        }
    }
}
