// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.imports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.perfctr.core.profile.HotFunction;
import org.perfctr.core.run.Count;
import org.perfctr.core.run.Repetition;
import org.perfctr.core.run.Run;
import org.perfctr.core.run.RunFiles;
import org.perfctr.core.run.Value;

class ImportTest {
    static final Path FIXTURES = Path.of("fixtures/imports");

    @TempDir
    private Path folder;

    static Stream<Path> recordedFiles() throws IOException {
        return Files.list(FIXTURES).sorted();
    }

    @ParameterizedTest
    @MethodSource("recordedFiles")
    void areTheSameRunOnceWrittenAndReadAgain(Path file) throws IOException {
        Run run = read(file);
        StringWriter text = new StringWriter();
        RunFileWriter.write(run, text);
        Run again = RunFiles.read(text.toString());
        assertEquals(run.header(), again.header());
        assertEquals(run.degradations(), again.degradations());
        assertEquals(counts(run), counts(again));
        assertEquals(samples(run), samples(again));
        assertTrue(again.complete());
    }

    @Test
    void readsPerfStat() throws IOException {
        Run run = read(FIXTURES.resolve("perf-stat.json"));
        Repetition repetition = run.repetitions().getFirst();
        assertEquals(Value.of(new Count(217733800, 217733800, 217733800)), repetition.counts().of("task-clock"));
        assertEquals(Value.of(57L), repetition.counts().of("page-faults").flatMap(Count::estimate));
        assertEquals(Value.notAvailable("perf stat says: not supported"), repetition.counts().of("cycles"));
        assertEquals(304.7e6, repetition.wall().known().orElseThrow(), 0.1e6);
        assertEquals(Optional.empty(), repetition.exit());
    }

    @Test
    void addsUpTheIntervalsOfPerfStat() throws IOException {
        Repetition repetition = read(FIXTURES.resolve("perf-stat-interval.json")).repetitions().getFirst();
        assertEquals(7, repetition.snapshots().size());
        assertEquals(repetition.counts(), repetition.snapshots().getLast().counts());
        assertEquals(56, repetition.counts().of("page-faults").known().orElseThrow().raw());
    }

    @Test
    void keepsTheCpusOfPerfStat() throws IOException {
        Run run = read(FIXTURES.resolve("perf-stat-cpus.json"));
        assertEquals(List.of(0, 1), run.header().cpus());
        assertEquals(2, run.repetitions().getFirst().cpus().size());
    }

    @Test
    void saysThatPerfStatGaveOnlyMeans() throws IOException {
        assertTrue(
                read(FIXTURES.resolve("perf-stat-repeated.json")).degradations().getFirst().text().contains("means"));
    }

    @Test
    void takesAppendedOutputOfPerfStatAsRepetitions() throws IOException {
        String once = Files.readString(FIXTURES.resolve("perf-stat.json"));
        Run run = read(file(once + once.replace("57.000000", "59.000000") + once.substring(once.indexOf('{'))));
        assertEquals(List.of(57L, 59L, 57L), run.repetitions().stream()
                .map(repetition -> repetition.counts().of("page-faults").known().orElseThrow().raw()).toList());
    }

    @Test
    void computesTheRawCountOfAMultiplexedEventBack() throws IOException {
        Run run = read(file("{\"counter-value\":\"400\",\"unit\":\"\",\"event\":\"cycles:u\",\"event-runtime\":1000,"
                + "\"pcnt-running\":25.00}\n{\"metric-value\":1,\"metric-unit\":\"x\"}\n"));
        assertEquals(Value.of(new Count(100, 4000, 1000)), run.repetitions().getFirst().counts().of("cycles:u"));
        assertEquals("user", run.events().getFirst().scope());
    }

    @Test
    void readsTheSamplesOfPerfScriptWithTheirLines() throws IOException {
        Run run = read(FIXTURES.resolve("perf-script.txt"));
        assertEquals(List.of("hot 25", "warm 5"), functions(run));
        assertEquals(List.of(3, 4),
                run.profile().hottestLines(0, 9).stream().map(line -> line.line().getAsInt()).toList());
        assertEquals(1003009, run.profile().sampling().getFirst().period().getAsLong());
    }

    @Test
    void readsTheInnermostCallsOfPerfScript() throws IOException {
        Run run = read(FIXTURES.resolve("perf-script-calls.txt"));
        assertEquals(20, run.profile().total(0));
        assertEquals("/usr/bin/perf", run.header().command().getFirst());
        assertEquals("the samples have functions and no source lines", run.degradations().getFirst().text());
    }

    @Test
    void keepsTheInlinedCallsOfPerfScript() throws IOException {
        Run run = read(file("""
                a b 12/13 [001] 1.5:  999 cycles:u:\s
                \t 5555 mark+0x1 (inlined)
                  a.c:3
                \t 5555 sieve (inlined)
                  a.c:14
                \t 5555 main+0x20 (/home/me/a b)
                  a.c:40
                \t 7777 [unknown] ([unknown])

                a b 12/13 [001] 1.6:  999 cycles:u:\s

                """));
        assertEquals(List.of("? in [unknown] 1", "mark 1"), functions(run).stream().sorted().toList());
        var inlined = run.profile().lines().getFirst().inlined().getFirst();
        assertEquals(List.of("sieve", "main"), inlined.at().stream().map(call -> call.function().label()).toList());
        assertEquals("/home/me/a b", inlined.at().getFirst().function().module().path());
    }

    @Test
    void readsCallgrindsCostsOfLinesWithoutThoseOfCalls() throws IOException {
        Run run = read(FIXTURES.resolve("callgrind.out"));
        assertEquals(List.of("hot 540000080", "warm 120000080"), functions(run).subList(0, 2));
        assertEquals(List.of("./loop"), run.header().command());
        assertEquals(run.profile().total(0),
                run.repetitions().getFirst().counts().of("Ir").known().orElseThrow().raw());
    }

    @Test
    void readsAllEventsAndPositionsOfCallgrind() throws IOException {
        Run run = read(FIXTURES.resolve("callgrind-instr.out"));
        assertEquals(9, run.events().size());
        assertEquals(List.of(660003809L, 80000681L, 80000651L, 159L, 43L, 45L, 159L, 26L, 44L), run.events().stream()
                .map(event -> run.repetitions().getFirst().counts().of(event.name()).known().orElseThrow().raw())
                .toList());
    }

    @Test
    void followsCallgrindsRelativeLinesAndInlinedFiles() throws IOException {
        Run run = read(file("""
                events: Ir Dr
                fl=(1) a.c
                fn=(1) main
                10 1 2
                +2 3
                * 4
                fi=(2) a.h
                -5 5
                fe=(1)
                cfn=(2) other
                calls=7 +1
                * 1000 1000
                20 6
                """));
        assertEquals(List.of("a.c:10 [1, 2]", "a.c:12 [7, 0]", "a.h:7 [5, 0]", "a.c:20 [6, 0]"), run.profile().lines()
                .stream()
                .map(line -> "%s:%d %s".formatted(line.source().get().path(), line.line().getAsInt(), line.samples()))
                .toList());
    }

    @Test
    void takesNoPathThatCannotBeOne() throws IOException {
        Run run = read(file("events: Ir\nfl=a\0.c\nfn=f\n1 1\n"));
        assertEquals("a\ufffd.c", run.profile().lines().getFirst().source().get().path());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"event":"cycles"}                       | line 1: expected a "counter-value"
            {"event":"cycles","counter-value":"x"}   | line 1: expected a number in "counter-value"
            {"event":"c","counter-value":"1","thread":"a"} | line 1: expected counts of the whole program or of CPUs, not of threads, cores or sockets
            {"event":                                | line 1: expected one JSON object
            {}                                       | line 2: expected an event before the end of the file
            `a 1 1.5: 99999999999999999999 c: `      | line 1: expected a whole number below 2^63, not "99999999999999999999"
            events: Ir~1 2 3                         | line 2: expected 1 positions and at most 1 costs
            events: Ir~1 -2                          | line 2: expected a whole number below 2^63, not "-2"
            events: Ir~1 9223372036854775807~2 1     | line 3: expected costs whose sum is below 2^63
            events: Ir~-1 2                          | line 2: expected a line number below 2^31
            """)
    void saysWhatIsWrongInOneSentence(String text, String message) throws IOException {
        Path file = file(text.replace('~', '\n') + "\n");
        assertEquals(file + ", " + message, assertThrows(IOException.class, () -> read(file)).getMessage());
    }

    @Test
    void refusesWhatItDoesNotKnow() throws IOException {
        Path file = file("hello\n");
        assertEquals(file + " is neither output of perf stat -j or perf script nor a callgrind file",
                assertThrows(IOException.class, () -> ImportFormat.of(file)).getMessage());
        assertEquals("none does not exist",
                assertThrows(IOException.class, () -> ImportFormat.of(Path.of("none"))).getMessage());
        assertEquals("/dev/zero is no file, or cannot be read",
                assertThrows(IOException.class, () -> ImportFormat.of(Path.of("/dev/zero"))).getMessage());
    }

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("file"), text);
    }

    private static Run read(Path file) throws IOException {
        return ImportFormat.of(file).read(file);
    }

    private static List<Object> counts(Run run) {
        return run.repetitions().stream()
                .map(repetition -> (Object) List.of(repetition.wall(), repetition.counts().values().stream()
                        .map(value -> value.flatMap(Count::estimate).known()).toList(), repetition.snapshots().size(),
                        repetition.cpus().size()))
                .toList();
    }

    private static List<Object> samples(Run run) {
        return run.profile().stacks().stream().map(stack -> (Object) List.of(stack.samples(), stack.frames().stream()
                .map(frame -> frame.function().label() + frame.source().map(source -> source.path()) + frame.line())
                .toList())).toList();
    }

    private static List<String> functions(Run run) {
        return run.profile().hottestFunctions(0, 9).stream().map(ImportTest::text).toList();
    }

    private static String text(HotFunction hot) {
        return hot.function().label() + " " + hot.samples().getFirst();
    }
}
