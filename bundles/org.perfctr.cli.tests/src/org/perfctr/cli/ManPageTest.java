// SPDX-License-Identifier: EPL-2.0
package org.perfctr.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import picocli.CommandLine;

class ManPageTest {
    private static final Map<String, CommandLine> COMMANDS = Perfctr.command().getSubcommands();
    private static final Set<String> COMMON = Set.of("-h", "--help", "-V", "--version");

    private String page;

    @BeforeEach
    void readPage() throws IOException {
        page = Files.readString(Path.of("../org.perfctr.cli/launcher/perfctr.1"));
    }

    static Stream<String> commands() {
        return COMMANDS.keySet().stream();
    }

    @Test
    void hasTheCommandsThatThereAre() {
        assertEquals(new TreeSet<>(COMMANDS.keySet()), matches("(?m)^\\.Ss perfctr (\\w+)", page));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void hasTheOptionsThatACommandTakes(String command) {
        String section = page.replaceFirst("(?s).*\n\\.Ss perfctr " + command + "\\b", "")
                .replaceFirst("(?s)\n\\.S[sh] .*", "");
        Set<String> documented = new TreeSet<>();
        for (String line : section.lines().filter(line -> line.startsWith(".It Fl")).toList()) {
            matches("Fl (-?[\\w-]+)", line).forEach(name -> documented.add("-" + name));
        }
        Set<String> taken = new TreeSet<>();
        COMMANDS.get(command).getCommandSpec().options().forEach(option -> taken.addAll(Set.of(option.names())));
        taken.removeAll(COMMON);
        assertEquals(taken, documented);
    }

    private static Set<String> matches(String pattern, String text) {
        Set<String> found = new TreeSet<>();
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        while (matcher.find()) {
            found.add(matcher.group(1));
        }
        return found;
    }
}
