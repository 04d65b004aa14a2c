// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.run;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.perfctr.core.metric.MetricCatalog;
import org.perfctr.core.report.MetricTable;
import org.perfctr.core.report.ProfileTable;
import org.perfctr.core.report.TaskTable;

/**
 * Fuzzing: a run file with random changes is read and shown, or refused in one sentence, and nothing else. The
 * system property {@code perfctr.fuzz.seconds} makes it go on for longer than a test should.
 */
class MutatedRunFilesTest {
    private static final int FILES = 5_000;
    private static final List<String> TOKENS = List.of("-1", "1e999999999", "9223372036854775807",
            "9223372036854775808", "null", "[]", "{}", "\"\"", "\"\\u0000\"", "[[[[", "\n", "0", "4294967296", "1.5");

    @Test
    void areReadOrRefusedInOneSentence() {
        Instant end = Instant.now().plus(Duration.ofSeconds(Long.getLong("perfctr.fuzz.seconds", 0)));
        for (long seed = 0; seed < FILES || Instant.now().isBefore(end); seed++) {
            String mutant = mutate(new Random(seed));
            try {
                show(RunFiles.read(mutant));
            } catch (RunFileException e) {
                assertTrue(!e.getMessage().isBlank() && !e.getMessage().contains("\n"), e.getMessage());
            } catch (IOException | RuntimeException | StackOverflowError | OutOfMemoryError e) {
                throw new AssertionError("seed " + seed + " gives a file that is neither read nor refused", e);
            }
        }
    }

    private static void show(Run run) {
        MetricTable.of(run, MetricCatalog.empty(), ZoneOffset.UTC);
        run.repetitions().forEach(repetition -> TaskTable.of(repetition, 10));
        for (int event = 0; event < run.profile().sampling().size(); event++) {
            ProfileTable.lines(run.profile(), event, 10);
        }
    }

    private static String mutate(Random random) {
        StringBuilder text = new StringBuilder(RunFiles.SMALL);
        for (int change = random.nextInt(4); change >= 0; change--) {
            int from = random.nextInt(text.length());
            int to = Math.min(text.length(), from + random.nextInt(12));
            switch (random.nextInt(5)) {
                case 0 -> text.setCharAt(from, (char) random.nextInt(128));
                case 1 -> text.delete(from, to);
                case 2 -> text.insert(from, TOKENS.get(random.nextInt(TOKENS.size())));
                case 3 -> replaceNumber(text, from, TOKENS.get(random.nextInt(TOKENS.size())));
                default -> text.insert(from, text.substring(random.nextInt(text.length())));
            }
        }
        return text.toString();
    }

    private static void replaceNumber(StringBuilder text, int from, String token) {
        int start = from;
        while (start < text.length() && !Character.isDigit(text.charAt(start))) {
            start++;
        }
        int end = start;
        while (end < text.length() && Character.isDigit(text.charAt(end))) {
            end++;
        }
        text.replace(start, end, token);
    }
}
