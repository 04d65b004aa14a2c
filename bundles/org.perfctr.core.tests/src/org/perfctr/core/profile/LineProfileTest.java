// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LineProfileTest {
    private static final Instant BUILT = Instant.parse("2026-11-22T15:29:00Z");
    private static final Module PROGRAM = new Module(0, "/gone/sample", Optional.empty(), Optional.of(BUILT));
    private static final Source SIEVE = Source.of(0, "src/sieve.c", Optional.of("/gone/proj"));
    private static final Source UTIL_A = Source.of(1, "/gone/proj/a/util.c", Optional.empty());
    private static final Source UTIL_B = Source.of(2, "/gone/proj/b/util.c", Optional.empty());
    private static final Function MAIN = new Function(0, Optional.of("main"), PROGRAM, Optional.of(SIEVE),
            OptionalInt.of(1));
    private static final Function INLINED = new Function(1, Optional.of("mark"), PROGRAM, Optional.of(SIEVE),
            OptionalInt.of(20));
    private static final Function UNKNOWN = new Function(2, Optional.empty(), PROGRAM, Optional.empty(),
            OptionalInt.empty());

    private final LineProfile profile = new LineProfile(
            List.of(new Sampling("cpu-clock", "user", OptionalLong.of(1000), OptionalLong.empty())),
            List.of(line(MAIN, SIEVE, 14, 30), line(INLINED, SIEVE, 14, 40), line(INLINED, SIEVE, 3, 10),
                    line(MAIN, UTIL_A, 7, 5), line(MAIN, UTIL_B, 8, 5),
                    new Line(UNKNOWN, Optional.empty(), OptionalInt.empty(), List.of(10L), List.of())),
            List.of(0L));

    @TempDir
    private Path folder;

    @Test
    void sumsTheSamplesOfALineOverItsFunctions() {
        assertEquals(
                List.of(new SourceLine(3, List.of(10L), List.of(INLINED)),
                        new SourceLine(14, List.of(70L), List.of(INLINED, MAIN))),
                profile.linesOf(Path.of("/gone/proj/src/sieve.c")));
    }

    @Test
    void findsAFileThatLiesElsewhereByTheEndOfItsPath() {
        assertEquals(2, profile.linesOf(Path.of("/workspace/copy/src/sieve.c")).size());
        assertEquals(8, profile.linesOf(Path.of("/workspace/b/util.c")).getFirst().number());
    }

    @Test
    void doesNotTakeAnotherFileOfTheSameName() {
        assertEquals(List.of(), profile.linesOf(Path.of("/workspace/other/util.c")));
    }

    @Test
    void findsGeneratedCodeThatHasNoFolder() {
        Source source = Source.of(0, "Main.java", Optional.empty());
        LineProfile java = new LineProfile(profile.sampling(), List.of(line(MAIN, source, 1, 9)), List.of());
        assertEquals(1, java.linesOf(Path.of("/workspace/src/Main.java")).size());
    }

    @Test
    void findsJavaSourcesByTheirWholePackage() {
        Source source = Source.of(0, "org/acme/app/Main.java", Optional.empty());
        LineProfile java = new LineProfile(profile.sampling(), List.of(line(MAIN, source, 1, 9)), List.of());
        assertEquals(1, java.linesOf(Path.of("/workspace/app/src/org/acme/app/Main.java")).size());
        assertEquals(List.of(), java.linesOf(Path.of("/workspace/app/src/org/other/app/Main.java")));
    }

    @Test
    void doesNotTakeAnotherFileForOneThatIsStillThere() throws IOException {
        Path there = Files.createFile(Files.createDirectory(folder.resolve("src")).resolve("main.c"));
        Source source = Source.of(0, there.toString(), Optional.empty());
        LineProfile present = new LineProfile(profile.sampling(), List.of(line(MAIN, source, 1, 9)), List.of());
        assertEquals(1, present.linesOf(there).size());
        assertEquals(List.of(), present.linesOf(Path.of("/workspace/src/main.c")));
    }

    @Test
    void findsAFileByTheContentThatWasCompiled() throws IOException {
        Path file = Files.writeString(folder.resolve("main.c"), "int main;\n");
        Path other = Files.writeString(Files.createDirectory(folder.resolve("app")).resolve("main.c"), "int other;\n");
        Source source = Source.of(0, "/gone/app/main.c", Optional.empty(),
                Optional.of("77267212b18f2280d8fd7c90fc5827d9"), PathRules.NONE);
        LineProfile byContent = new LineProfile(profile.sampling(), List.of(line(MAIN, source, 1, 9)), List.of());
        assertEquals(1, byContent.linesOf(file).size());
        assertEquals(Optional.of(true), byContent.sameContent(file));
        assertFalse(byContent.outdated(file), "it is newer than the program, and the same");
        assertEquals(Optional.of(false), byContent.sameContent(other));
        assertTrue(byContent.outdated(other));
    }

    @Test
    void theLongestRuleSaysWhereASourceIs() {
        PathRules rules = new PathRules(List.of(new PathRules.Rule(Path.of("/build"), Path.of("/src")),
                new PathRules.Rule(Path.of("/build/lib"), Path.of("/lib-src"))));
        assertEquals(Path.of("/src/a/x.c"), Source.of(0, "a/x.c", Optional.of("/build"), Optional.empty(), rules)
                .file());
        assertEquals(Path.of("/lib-src/y.c"), Source.of(0, "/build/lib/y.c", Optional.empty(), Optional.empty(), rules)
                .file());
        assertEquals(Path.of("/builds/z.c"), Source.of(0, "/builds/z.c", Optional.empty(), Optional.empty(), rules)
                .file());
    }

    @Test
    void takesASourceWhoseNameTheSystemCannotWrite() {
        Source source = Source.of(0, "src/\uD800.c", Optional.of("/gone/\uDC00"));
        assertEquals("src/\uD800.c", source.path());
        assertEquals(Path.of("/gone/?/src/?.c"), source.file());
    }

    @Test
    void sortsLinesAndFunctionsByTheirSamples() {
        assertEquals(List.of(40L, 30L),
                profile.hottestLines(0, 2).stream().map(line -> line.samples().getFirst()).toList());
        assertEquals(List.of("mark", "main", "? in /gone/sample"),
                profile.hottestFunctions(0, 9).stream().map(hot -> hot.function().label()).toList());
    }

    @Test
    void countsSamplesWithoutLineInTheTotal() {
        assertEquals(100, profile.total(0));
        assertEquals(0.7, profile.share(70, 0));
    }

    @Test
    void tellsWhatWasInlinedIntoALine() {
        Frame inMain = new Frame(MAIN, Optional.of(SIEVE), OptionalInt.of(14));
        Frame inMark = new Frame(INLINED, Optional.of(SIEVE), OptionalInt.of(21));
        Line line = new Line(UNKNOWN, Optional.of(UTIL_A), OptionalInt.of(7), List.of(90L),
                List.of(new Inlined(List.of(60L), List.of(inMark, inMain)),
                        new Inlined(List.of(20L), List.of(inMain))));
        LineProfile inlined = new LineProfile(profile.sampling(), List.of(line), List.of());
        assertEquals(
                List.of(new InlinedCall(14, INLINED, List.of(60L)), new InlinedCall(14, UNKNOWN, List.of(20L)),
                        new InlinedCall(21, UNKNOWN, List.of(60L))),
                inlined.inlinedCallsIn(Path.of("/gone/proj/src/sieve.c")));
        assertEquals(List.of(10L, 60L, 20L),
                inlined.stacks().stream().map(stack -> stack.samples().getFirst()).toList());
        assertEquals(3, inlined.stacks().get(1).frames().size());
    }

    @Test
    void isOutdatedOnceTheFileIsNewerThanTheProgram() throws IOException {
        Path file = Files.createFile(Files.createDirectory(folder.resolve("src")).resolve("sieve.c"));
        Files.setLastModifiedTime(file, FileTime.from(BUILT));
        assertFalse(profile.outdated(file));
        Files.setLastModifiedTime(file, FileTime.from(BUILT.plusSeconds(1)));
        assertTrue(profile.outdated(file));
    }

    private static Line line(Function function, Source source, int line, long samples) {
        return new Line(function, Optional.of(source), OptionalInt.of(line), List.of(samples), List.of());
    }
}
