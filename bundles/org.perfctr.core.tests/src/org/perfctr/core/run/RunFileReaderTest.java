// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunFileReaderTest {
    private static final byte[] SMALL = RunFiles.SMALL.getBytes(StandardCharsets.UTF_8);

    @Test
    void knowsTheContentOfSources() throws IOException {
        String md5 = "9e107d9d372bb6826bd81d3542a419d6";
        Run run = RunFiles.read(RunFiles.SMALL.replace("\"path\":\"src/sieve.c\"",
                "\"path\":\"src/sieve.c\",\"md5\":\"" + md5 + "\""));
        assertEquals(Optional.of(md5), run.profile().sources().getFirst().md5());
        assertEquals(Optional.empty(), RunFiles.read(RunFiles.SMALL).profile().sources().getFirst().md5());
    }

    @Test
    void readsWhatTheHeaderSays() throws IOException {
        RunHeader header = RunFiles.read(RunFiles.SMALL).header();
        assertEquals(List.of("./sample", "slow"), header.command());
        assertEquals("sample", header.program());
        assertEquals(new Host("box", "6.12.1", "AMD EPYC 7B13", 2), header.host());
        assertEquals(Optional.of("ns"), header.events().getFirst().unit());
        assertEquals(OptionalLong.of(1000), header.sampling().getFirst().frequency());
    }

    @Test
    void keepsEveryDigitAbove2To53() throws IOException {
        Repetition repetition = RunFiles.read(RunFiles.SMALL).repetitions().getFirst();
        assertEquals(Value.of(new Count(9007199254741000L, 180, 180)), repetition.counts().of("task-clock"));
        assertEquals(Value.of(9007199254740993L),
                repetition.tasks().all().getLast().counts().of("task-clock").flatMap(Count::estimate));
    }

    @Test
    void givesTheEventsReasonForACountThatIsNull() throws IOException {
        Repetition repetition = RunFiles.read(RunFiles.SMALL).repetitions().getFirst();
        assertEquals(Value.notAvailable("this machine has no hardware counters"), repetition.counts().of("cycles"));
    }

    @Test
    void saysThatAnEventIsNotInTheRun() throws IOException {
        Repetition repetition = RunFiles.read(RunFiles.SMALL).repetitions().getFirst();
        assertEquals(Value.notAvailable("branches was not counted in this run"), repetition.counts().of("branches"));
    }

    @Test
    void buildsTheTreeOfTasksWithTheirLastNames() throws IOException {
        TaskTree tasks = RunFiles.read(RunFiles.SMALL).repetitions().getFirst().tasks();
        Task root = tasks.roots().getFirst();
        Task thread = tasks.children(root).getFirst();
        assertEquals("größe", root.name());
        assertTrue(root.process());
        assertFalse(thread.process());
        assertEquals(Optional.of(root), tasks.parent(thread));
    }

    @Test
    void tellsExitFromSignal() throws IOException {
        assertEquals(Optional.of(new ExitStatus.Exited(0)),
                RunFiles.read(RunFiles.SMALL).repetitions().getFirst().exit());
        Run killed = RunFiles.read(RunFiles.SMALL.replace("\"exit\":0", "\"signal\":9"));
        assertEquals("killed by signal 9", killed.repetitions().getFirst().exit().orElseThrow().text());
    }

    @Test
    void readsARunThatPerfexWasAttachedTo() throws IOException {
        Run run = RunFiles.read(RunFiles.SMALL.replace("\"events\":[", "\"attached\":[4711],\"events\":[")
                .replace(",\"exit\":0", "")
                .replace("\"task\":1,\"time\":300", "\"task\":1,\"time\":300,\"alive\":true"));
        Repetition repetition = run.repetitions().getFirst();
        assertEquals("./sample slow, attached to process 4711", run.header().label());
        assertTrue(repetition.ended());
        assertEquals(Optional.empty(), repetition.exit());
        assertEquals(OptionalLong.empty(), repetition.tasks().all().getFirst().ended());
        assertEquals(7, repetition.tasks().all().getFirst().counts().of("task-clock").known().orElseThrow().raw());
    }

    @Test
    void readsTheCountsOfCpus() throws IOException {
        Run run = RunFiles.read(RunFiles.HEADER.replace("[\"./sample\",\"slow\"]", "[],\"cpus\":[0,2]") + """
                {"type":"repetition","repetition":1,"time":0}
                {"type":"cpu-end","cpu":0,"counts":[[1,9,9],null,null]}
                {"type":"cpu-end","cpu":2,"counts":[[2,9,9],null,null]}
                {"type":"repetition-end","repetition":1,"time":9,"wall":9,"counts":[[3,9,9],null,null]}
                {"type":"end","time":9}
                """);
        assertEquals("all tasks on CPU 0, 2", run.header().label());
        assertEquals("", run.header().program());
        assertEquals(List.of(0, 2), run.repetitions().getFirst().cpus().stream().map(CpuCounts::cpu).toList());
        assertTrue(run.complete());
    }

    @Test
    void readsWhichRunItWasPairedWith() throws IOException {
        Run run = RunFiles.read(RunFiles.SMALL.replace("\"events\":[",
                "\"pair\":{\"id\":\"7\",\"side\":\"against\",\"file\":\"a.perfrun\"},\"events\":["));
        assertEquals(Optional.of(new Pair("7", "against", "a.perfrun")), run.header().pair());
    }

    @Test
    void skipsRecordsAndFieldsThatItDoesNotKnow() throws IOException {
        Run plain = RunFiles.read(RunFiles.SMALL);
        Run extended = RunFiles.read(RunFiles.SMALL
                .replace("{\"type\":\"end\"", "{\"type\":\"weather\",\"sky\":[{\"blue\":true}]}\n{\"type\":\"end\"")
                .replace("\"time\":10}", "\"time\":10,\"mood\":null}"));
        assertEquals(plain.repetitions().getFirst().counts(), extended.repetitions().getFirst().counts());
        assertTrue(extended.complete());
    }

    @Test
    void keepsATaskThatOutlivesItsRepetition() throws IOException {
        Run run = RunFiles.read(RunFiles.HEADER + """
                {"type":"repetition","repetition":1,"time":0}
                {"type":"task","task":1,"tid":1,"pid":1,"time":1}
                {"type":"repetition-end","repetition":1,"time":3,"wall":2,"exit":0,"counts":[null,null,null]}
                {"type":"repetition","repetition":2,"time":4}
                {"type":"task-end","task":1,"time":5,"counts":[[1,1,1],null,null]}
                """);
        assertEquals(OptionalLong.of(5), run.repetitions().getFirst().tasks().all().getFirst().ended());
    }

    @Test
    void givesWhatIsWholeOfAFileCutOffAtAnyByte() throws IOException {
        int header = RunFiles.HEADER.getBytes(StandardCharsets.UTF_8).length;
        for (int length = header; length < SMALL.length; length++) {
            Run run = RunFiles.read(Arrays.copyOf(SMALL, length));
            boolean half = SMALL[length - 1] != '\n';
            assertEquals(half, run.loss().orElseThrow().contains("cut off"), "cut at " + length);
            assertFalse(run.complete(), "cut at " + length);
        }
    }

    @Test
    void refusesAFileCutOffInItsHeader() {
        int header = RunFiles.HEADER.getBytes(StandardCharsets.UTF_8).length;
        for (int length = 1; length < header; length++) {
            byte[] cut = Arrays.copyOf(SMALL, length);
            assertThrows(RunFileException.class, () -> RunFiles.read(cut));
        }
    }

    @Test
    void showsTheLastSnapshotOfARepetitionThatDidNotEnd() throws IOException {
        Run run = RunFiles.read(RunFiles.SMALL.substring(0, RunFiles.SMALL.indexOf("{\"type\":\"task-end\"")));
        Repetition repetition = run.repetitions().getFirst();
        assertFalse(repetition.ended());
        assertEquals(Value.of(new Count(50, 60, 60)), repetition.counts().of("task-clock"));
        assertEquals("The run file is incomplete: perfex is still counting, or was killed,"
                + " and repetition 1 did not end in it", run.loss().orElseThrow());
    }

    @Test
    void namesBothVersionsWhenTheFileIsNewer() {
        assertMessage("test.perfrun has run file version 2, and this perfctr reads versions up to 1: update perfctr",
                RunFiles.SMALL.replace("\"version\":1", "\"version\":2"));
    }

    @Test
    void saysThatAnEmptyFileIsEmpty() {
        assertMessage("test.perfrun is empty: nothing was recorded in it", "");
    }

    @Test
    void saysThatAnotherFileIsNoRunFile() {
        assertMessage("test.perfrun is not a run file: its first line is not a perfctr-run header", "#!/bin/sh\n");
    }

    @Test
    void saysThatAFileDoesNotExistOrIsAFolder() {
        assertEquals("none.perfrun does not exist",
                assertThrows(RunFileException.class, () -> RunFileReader.read(Path.of("none.perfrun"))).getMessage());
        assertEquals("fixtures is a folder, not a run file",
                assertThrows(RunFileException.class, () -> RunFileReader.read(Path.of("fixtures"))).getMessage());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            [7,90,90]         | [7.5,90,90]    | test.perfrun, line 10: expected a whole number below 2^63 in "counts"
            [7,90,90]         | [-7,90,90]     | test.perfrun, line 10: expected a number that is not negative in "counts"
            [7,90,90]         | [9223372036854775808,90,90] | test.perfrun, line 10: expected a whole number below 2^63 in "counts"
            [7,90,90]         | [7,90]         | test.perfrun, line 10: expected null or [raw, enabled, running] in "counts"
            [7,90,90]         | [7,90,90],null | test.perfrun, line 10: expected 3 elements in "counts", one for each event
            "task":2,"tid"    | "task":1,"tid" | test.perfrun, line 7: expected a task number that is not used yet
            "parent":1        | "parent":7     | test.perfrun, line 7: expected a task record before task 7 is a parent
            "task":1,"name"   | "task":3,"name" | test.perfrun, line 5: expected a task record before task 3 is used
            "name":"sh",      | `    `         | test.perfrun, line 5: expected a text in "name"
            "repetition":1,"time":0 | "repetition":2,"time":0 | test.perfrun, line 3: expected repetition number 1 next
            {"type":"module"  | {'type':"module" | test.perfrun, line 12: expected one JSON object
            "samples":[812]}  | "samples":[812]}{} | test.perfrun, line 15: expected one JSON object
            "module":0,"source" | "module":1,"source" | test.perfrun, line 14: expected a module record before module 1 is used
            "samples":[812]}  | "samples":[812],"inlined":[{"samples":[813],"at":[{"function":0}]}]} | test.perfrun, line 15: expected no more samples in "inlined" than in "samples"
            "samples":[812]}  | "samples":[812],"inlined":[{"samples":[1],"at":[]}]} | test.perfrun, line 15: expected a call in "at"
            "samples":[812]}  | "samples":[812],"inlined":[{"samples":[1],"at":[{"function":1}]}]} | test.perfrun, line 15: expected a function record before function 1 is used
            "name":"sieve","module":0, | "name":7,"module":0, | test.perfrun, line 14: expected a text in "name"
            "function","function":0 | "function","function":1 | test.perfrun, line 14: expected function number 0 next
            "name":"sieve","module":0, | "name":"sieve", | test.perfrun, line 14: expected a whole number from 0 to below 2^63 in "module"
            "address":"0x1170" | "address":"1170" | test.perfrun, line 16: expected a hexadecimal number in "address", as in 0x1170
            "address":"0x1170", | `    ` | test.perfrun, line 16: expected a text in "address"
            "samples":[[800,12]] | "samples":[[800]] | test.perfrun, line 16: expected 2 numbers in "samples", one for each of "at"
            "samples":[[800,12]] | "samples":[] | test.perfrun, line 16: expected 1 elements in "samples", one for each sampled event
            [0,"push %rbp","push rbp"] | [0,"push %rbp"] | test.perfrun, line 16: expected a text in "instructions"
            [1,0,0,14] | [1,7,0,14] | test.perfrun, line 16: expected a function record before function 7 is used
            ["./sample","slow"] | []           | test.perfrun, line 1: expected a program in "command"
            "modified":"2026-11-22T15:29:00Z" | "modified":"noon" | test.perfrun, line 12: expected a point in time in "modified", as in 2026-11-22T15:30:00Z
            "started":"2026 | "started":"+12026 | test.perfrun, line 1: expected a point in time in "started", as in 2026-11-22T15:30:00Z
            "modified":"2026 | "modified":"-0001 | test.perfrun, line 12: expected a point in time in "modified", as in 2026-11-22T15:30:00Z
            """)
    void namesFileLineAndWhatWasExpected(String text, String replacement, String message) {
        assertMessage(message, RunFiles.SMALL.replace(text, replacement));
    }

    private static void assertMessage(String message, String file) {
        assertEquals(message, assertThrows(RunFileException.class, () -> RunFiles.read(file)).getMessage());
    }
}
