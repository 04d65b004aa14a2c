// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.ZoneOffset;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.perfctr.core.metric.MetricCatalog;
import org.perfctr.core.run.Run;
import org.perfctr.core.run.RunFiles;

class ReportTest {
    private final MetricCatalog catalog;

    ReportTest() throws IOException {
        catalog = MetricCatalog.empty().with(Path.of("fixtures/groups"));
    }

    @TempDir
    private Path folder;

    @Test
    void showsCountsMetricsReasonsAndSharesOfTime() throws IOException {
        String file = RunFiles.SMALL.replace("9007199254741000", "1234567890").replace("\"wall\":305",
                "\"wall\":2000000000");
        assertEquals("""
                ./sample slow
                2026-11-22 15:30:00, box, AMD EPYC 7B13, backend perf
                exit status 0

                event          count  share of time
                task-clock    1.23 s
                page-faults        6         75.0 %
                cycles       n/a (1)
                wall-time        2 s

                metric                  value
                CPUs used               0.617 CPUs
                page faults per second  4.86/s
                clock                   n/a (1)

                (1) this machine has no hardware counters
                Note: cycles is not counted; way out: run on bare metal
                """, table(file));
    }

    @Test
    void saysADegradationOnceWhenItIsTheReasonOfAnEvent() throws IOException {
        String text = table(RunFiles.SMALL.replace("cycles is not counted",
                "cycles is not counted: this machine has no hardware counters"));
        assertTrue(text.endsWith("(1) this machine has no hardware counters; way out: run on bare metal\n"), text);
    }

    @Test
    void showsMeansOfSeveralRepetitions() throws IOException {
        String text = table(RunFiles.HEADER + """
                {"type":"repetition","repetition":1,"time":0}
                {"type":"repetition-end","repetition":1,"time":1,"wall":10,"exit":0,"counts":[[10,9,9],[1,9,9],null]}
                {"type":"repetition","repetition":2,"time":2}
                {"type":"repetition-end","repetition":2,"time":3,"wall":20,"exit":3,"counts":[[20,9,9],[2,9,9],null]}
                {"type":"end","time":4}
                """);
        assertTrue(text.contains("\nmean of 2 repetitions, exit status 0, exit status 3\n"), text);
        assertTrue(text.contains("\ntask-clock     15 ns  ± 423.5 %\n"), text);
    }

    @Test
    void namesOutliersAmongTheRepetitions() throws IOException {
        StringBuilder file = new StringBuilder(RunFiles.HEADER);
        for (int i = 1; i <= 6; i++) {
            file.append("""
                    {"type":"repetition","repetition":%d,"time":0}
                    {"type":"repetition-end","repetition":%d,"time":1,"wall":9,"exit":0,"counts":[[%d,9,9],null,null]}
                    """.formatted(i, i, i == 4 ? 900 : 100 + i));
        }
        String text = table(file.toString());
        assertTrue(text.contains("Note: repetition 4 is an outlier in task-clock\n"), text);
    }

    @Test
    void saysWhatAnIncompleteFileLacks() throws IOException {
        String text = table(RunFiles.SMALL.substring(0, RunFiles.SMALL.indexOf("{\"type\":\"repetition-end\"")));
        assertTrue(text.endsWith("Note: The run file is incomplete: perfex is still counting, or was killed,"
                + " and repetition 1 did not end in it\n"), text);
    }

    @Test
    void indentsTasksBelowTheOneThatStartedThem() throws IOException {
        Run run = RunFiles.read(RunFiles.SMALL.replace("9007199254740993", "1500"));
        assertEquals("""
                task    tid  task-clock  page-faults   cycles
                größe  4711        7 ns            4  n/a (1)
                       4712     1.50 µs            2  n/a (1)
                (1) this machine has no hardware counters
                """, TaskTable.of(run.repetitions().getFirst(), 10));
        assertTrue(TaskTable.of(run.repetitions().getFirst(), 1).contains("and 1 more\n"));
    }

    @Test
    void doesNotLetANameSteerTheTerminal() throws IOException {
        Run run = RunFiles.read(RunFiles.SMALL.replace("größe", "\\u001b[31mred"));
        assertFalse(TaskTable.of(run.repetitions().getFirst(), 10).contains("\u001b"));
    }

    @Test
    void showsTheSourceTextOfAHotLine() throws IOException {
        Path source = Files.createDirectory(folder.resolve("src")).resolve("sieve.c");
        Files.writeString(source, "\n".repeat(13) + "    for (;;) mark();\n");
        Files.setLastModifiedTime(source, FileTime.fromMillis(0));
        assertEquals("""
                hottest lines: 812 samples of cpu-clock, and 2 more were lost
                  share  samples  line            function
                100.0 %      812  src/sieve.c:14  sieve     for (;;) mark();
                """, ProfileTable.lines(profiled().profile(), 0, 10));
    }

    @Test
    void doesNotShowSourceTextThatIsNewerThanTheProgram() throws IOException {
        Path source = Files.createDirectory(folder.resolve("src")).resolve("sieve.c");
        Files.writeString(source, "\n".repeat(13) + "    for (;;) mark();\n");
        Files.setLastModifiedTime(source, FileTime.from(Instant.MAX));
        assertFalse(ProfileTable.lines(profiled().profile(), 0, 10).contains("mark();"));
    }

    @Test
    void showsTheHottestFunctions() throws IOException {
        assertEquals("""
                hottest functions: 812 samples of cpu-clock, and 2 more were lost
                  share  samples  function  module
                100.0 %      812  sieve     /home/me/sample/sample
                """, ProfileTable.functions(RunFiles.read(RunFiles.SMALL).profile(), 0, 10));
    }

    @Test
    void namesTheFunctionThatAHotLineWasInlinedInto() throws IOException {
        Run run = RunFiles.read(RunFiles.SMALL.replace("""
                {"type":"line","function":0,"source":0,"line":14,"samples":[812]}
                """, """
                {"type":"function","function":1,"name":"mark","module":0,"source":0,"line":3}
                {"type":"line","function":1,"source":0,"line":4,"samples":[812],\
                "inlined":[{"samples":[800],"at":[{"function":0,"source":0,"line":14}]}]}
                """));
        assertTrue(ProfileTable.lines(run.profile(), 0, 10).contains("  src/sieve.c:4  mark in sieve\n"));
    }

    @Test
    void refusesASourceFileThatIsNone() throws IOException {
        Run run = RunFiles.read(RunFiles.SMALL.replace("src/sieve.c", "/dev/zero"));
        assertEquals("/dev/zero is not on this machine, or cannot be read: the source file is needed",
                assertThrows(IOException.class, () -> AnnotatedSource.find(run.profile(), "/dev/zero", 0))
                        .getMessage());
    }

    @Test
    void exportsEveryValueAsCsv() throws IOException {
        StringBuilder csv = new StringBuilder();
        RunCsv.write(RunFiles.read(RunFiles.SMALL.replace("größe", "a,\\\"b\\\"")), catalog, csv);
        assertEquals("""
                kind,repetition,task,parent,tid,pid,task_name,name,unit,value,raw,enabled,running,reason
                event,1,,,,,,task-clock,ns,9007199254741000,9007199254741000,180,180,
                event,1,,,,,,page-faults,,6,5,180,135,
                event,1,,,,,,cycles,,,,,,this machine has no hardware counters
                event,1,,,,,,wall-time,ns,305,,,,
                metric,1,,,,,,CPUs used,CPUs,2.9531800835216395E13,,,,
                metric,1,,,,,,page faults per second,1/s,6.661338147750933E-7,,,,
                metric,1,,,,,,clock,GHz,,,,,this machine has no hardware counters
                task,1,1,,4711,4711,"a,""b""\",task-clock,ns,7,7,90,90,
                task,1,1,,4711,4711,"a,""b""\",page-faults,,4,4,90,90,
                task,1,1,,4711,4711,"a,""b""\",cycles,,,,,,this machine has no hardware counters
                task,1,2,1,4712,4711,,task-clock,ns,9007199254740993,9007199254740993,90,90,
                task,1,2,1,4712,4711,,page-faults,,2,1,90,45,
                task,1,2,1,4712,4711,,cycles,,,,,,this machine has no hardware counters
                """, csv.toString());
    }

    private Run profiled() throws IOException {
        return RunFiles.read(RunFiles.SMALL.replace("\"directory\":\"/home/me/sample\"",
                "\"directory\":\"" + folder + "\""));
    }

    private String table(String file) throws IOException {
        return MetricTable.of(RunFiles.read(file), catalog, ZoneOffset.UTC);
    }
}
