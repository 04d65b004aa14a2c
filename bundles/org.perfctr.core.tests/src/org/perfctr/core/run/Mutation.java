// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.run;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;

/**
 * Fuzzing: makes random changes to a text. The system property {@code perfctr.fuzz.seconds} makes tests go on
 * for longer than a test should.
 */
public final class Mutation {
    private static final List<String> TOKENS = List.of("-1", "1e999999999", "9223372036854775807",
            "9223372036854775808", "null", "[]", "{}", "\"\"", "\"\\u0000\"", "[[[[", "\n", "0", "4294967296", "1.5");

    private Mutation() {}

    /** Takes a changed text. */
    public interface Reader {
        void read(String mutant) throws Exception;
    }

    /**
     * Reads so many changed texts, and more if the time is not over.
     *
     * @throws AssertionError with the seed if one makes the reader fail
     */
    public static void fuzz(String text, int mutants, Reader reader) {
        Instant end = Instant.now().plus(Duration.ofSeconds(Long.getLong("perfctr.fuzz.seconds", 0)));
        for (long seed = 0; seed < mutants || Instant.now().isBefore(end); seed++) {
            try {
                reader.read(mutate(text, new Random(seed)));
            } catch (Exception | StackOverflowError | OutOfMemoryError | AssertionError e) {
                throw new AssertionError("seed " + seed + " gives a file that is neither read nor refused", e);
            }
        }
    }

    private static String mutate(String original, Random random) {
        StringBuilder text = new StringBuilder(original);
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
