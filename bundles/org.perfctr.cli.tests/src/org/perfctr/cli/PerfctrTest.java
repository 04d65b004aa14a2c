// SPDX-License-Identifier: EPL-2.0
package org.perfctr.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PerfctrTest {
    @TempDir
    private Path folder;
    private Path run;

    @BeforeEach
    void makeRun() throws IOException {
        run = SampleRun.in(folder);
    }

    @Test
    void reportsTotalsMetricsFunctionsAndLines() {
        Outcome report = Outcome.of("report", run);
        assertEquals(0, report.status());
        Stream.of("page-faults         4,941\n", " 0.842 CPUs\n",
                "71.9 %       82  cross_out  /home/me/sample/sieve\n",
                "66.7 %       76  sieve.c:6   cross_out  for (long i = prime * prime; i < limit; i += prime)\n")
                .forEach(text -> assertTrue(report.out().contains(text), report.out()));
    }

    @Test
    void takesARunWithoutItsSuffix() {
        assertEquals(0, Outcome.of("report", folder.resolve("sieve")).status());
    }

    @Test
    void takesTheRunFileWhereTheProgramHasTheSameName() throws IOException {
        Files.writeString(folder.resolve("sieve"), "\u007fELF");
        assertEquals(Outcome.of("report", run), Outcome.of("report", folder.resolve("sieve")));
        assertEquals(0, Outcome.of("diff", folder.resolve("sieve"), run).status());
    }

    @Test
    void limitsTablesToTheTop() {
        assertTrue(!Outcome.of("report", "--top", 1, run).out().contains("primes"));
    }

    @Test
    void refusesALimitThatIsNone() {
        assertEquals(new Outcome(2, "", "perfctr: Invalid value for option '--top': expected a number of rows such as"
                + " 20, not \"-1\" (see perfctr report --help)\n"), Outcome.of("report", run, "--top", -1));
        assertEquals(2, Outcome.of("diff", run, run, "-n", "many").status());
    }

    @Test
    void doesNotReadADeviceThatARunNamesAsItsSource() throws IOException {
        Files.writeString(run, Files.readString(run).replace("\"path\":\"sieve.c\"",
                "\"path\":\"/dev/zero\",\"md5\":\"" + "0".repeat(32) + "\""));
        Outcome report = assertTimeoutPreemptively(Duration.ofMinutes(1), () -> Outcome.of("report", run));
        assertTrue(report.out().matches("(?s).* 76  /dev/zero:6 +cross_out\n.*"), report.out());
    }

    @Test
    void annotatesAFile() {
        Outcome annotated = Outcome.of("annotate", run, "sieve.c");
        assertTrue(annotated.out().startsWith(folder.resolve("sieve.c") + ": 114 of 114 samples of cpu-clock"),
                annotated.out());
        assertTrue(annotated.out().contains("     66.7 %  76     6      for (long i"), annotated.out());
        assertTrue(annotated.out().contains("                    1  #include <stdio.h>\n"), annotated.out());
    }

    @Test
    void annotatesAFunction() {
        Outcome annotated = Outcome.of("annotate", run, "primes");
        assertTrue(annotated.out().contains("static int primes"), annotated.out());
        assertTrue(!annotated.out().contains("static void cross_out"), annotated.out());
    }

    @Test
    void annotatesAMethodByItsShortName() throws IOException {
        Files.writeString(run, Files.readString(run).replace("\"name\":\"primes\"", "\"name\":\"math.Sieve.primes\""));
        Outcome annotated = Outcome.of("annotate", run, "primes");
        assertTrue(annotated.out().contains("static int primes"), annotated.err());
        assertEquals(annotated, Outcome.of("annotate", run, "math.Sieve.primes"));
    }

    @Test
    void saysThatTheSourceFileIsNewerThanTheProgram() throws IOException {
        Files.setLastModifiedTime(folder.resolve("sieve.c"), FileTime.from(Instant.MAX));
        assertEquals("perfctr: " + folder.resolve("sieve.c")
                + " was changed after the program was built: lines may have moved\n",
                Outcome.of("annotate", run, "sieve.c").err());
    }

    @Test
    void annotatesASourceFileThatHasMoved() throws IOException {
        Path moved = Files.createDirectories(folder.resolve("moved").resolve(folder.getFileName()));
        Files.move(folder.resolve("sieve.c"), moved.resolve("sieve.c"));
        assertEquals("perfctr: " + folder.resolve("sieve.c")
                + " is not on this machine: name the source file where it is now\n",
                Outcome.of("annotate", run, "primes").err());
        Outcome annotated = Outcome.of("annotate", run, moved.resolve("sieve.c"));
        assertTrue(annotated.out().contains("     66.7 %  76     6      for (long i"), annotated.err());
    }

    @Test
    void saysThatAPlaceHasNoSamples() {
        assertEquals(new Outcome(2, "", "perfctr: The run has no samples in a file or function \"nowhere\": "
                + "perfctr report shows the hottest ones\n"), Outcome.of("annotate", run, "nowhere"));
    }

    @Test
    void listsTheRunsOfAFolder() {
        assertTrue(Outcome.of("list", folder).out().endsWith("  sieve  ./sieve\n"));
        assertEquals(new Outcome(2, "", "perfctr: none is not a folder\n"), Outcome.of("list", "none"));
    }

    @Test
    void exportsCsv() {
        assertTrue(Outcome.of("export", run).out().contains("event,1,,,,,,page-faults,,4941,4941,"));
    }

    @Test
    void exportsToAFile() throws IOException {
        Path file = folder.resolve("sieve.callgrind");
        assertEquals(new Outcome(0, "", ""), Outcome.of("export", run, "--format", "callgrind", "-o", file));
        assertTrue(Files.readString(file).startsWith("# callgrind format\n"));
        assertEquals(2, Outcome.of("export", run, "-o", folder).status());
        assertEquals(2, Outcome.of("export", run, "--format", "pprof").status());
    }

    @Test
    void writesAPageThatOthersMayRead() throws IOException {
        Path page = folder.resolve("run.html");
        assertEquals(new Outcome(0, "", ""), Outcome.of("html", run, "-o", page));
        assertTrue(Files.readString(page).startsWith("<!DOCTYPE html>"));
        Path plain = Files.writeString(folder.resolve("plain"), "");
        assertEquals(Files.getPosixFilePermissions(plain), Files.getPosixFilePermissions(page));
    }

    @Test
    void importsWhatAnotherProgramWrote() throws IOException {
        Path imported = folder.resolve("stat.perfrun");
        String file = "../org.perfctr.core.tests/fixtures/imports/perf-stat.json";
        assertEquals(new Outcome(0, imported + "\n", ""), Outcome.of("import", file, "-o", imported));
        assertTrue(Outcome.of("report", imported).out().matches("(?s).*\npage-faults +57\n.*"));
        assertEquals(new Outcome(0, imported + "\n", ""),
                Outcome.of("import", file, "--format", "perf-stat", "-o", imported));
    }

    @Test
    void saysInOneSentenceWhatCannotBeImported() {
        assertEquals(
                new Outcome(2, "", "perfctr: " + run + ", line 20: expected an event before the end of the file\n"),
                Outcome.of("import", run, "--format", "perf-stat"));
        assertEquals(new Outcome(2, "", "perfctr: none does not exist\n"), Outcome.of("import", "none"));
    }

    @Test
    void saysThatARunHasNoSamplesToExport() {
        Outcome export = Outcome.of("export", "../org.perfctr.core.tests/fixtures/tasks", "-f", "speedscope");
        assertTrue(export.err().contains("has no samples, and SPEEDSCOPE holds nothing else"), export.err());
    }

    @Test
    void saysInOneSentenceThatARunDoesNotExist() {
        assertEquals(new Outcome(2, "", "perfctr: none does not exist\n"), Outcome.of("report", "none"));
    }

    @Test
    void aDefectIsNotTakenForARegression() {
        for (Throwable defect : List.of(new IllegalStateException("a defect"), new StackOverflowError("a defect"))) {
            StringWriter err = new StringWriter();
            PrintWriter broken = new PrintWriter(new BrokenWriter(defect), true);
            assertEquals(2, Perfctr.run(broken, new PrintWriter(err, true), "report", run.toString()));
            assertTrue(err.toString().contains(": a defect\n\tat "), err.toString());
        }
    }

    private static final class BrokenWriter extends Writer {
        private final Throwable defect;

        BrokenWriter(Throwable defect) {
            this.defect = defect;
        }

        @Override
        public void write(char[] text, int offset, int length) {
            if (defect instanceof RuntimeException exception) {
                throw exception;
            }
            throw (Error) defect;
        }

        @Override
        public void flush() {
            // Nothing is ever written.
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }

    @Test
    void startsAsAPlainExecutable() throws IOException, InterruptedException {
        Process process = command("report", run).redirectErrorStream(true).start();
        String out = new String(process.getInputStream().readAllBytes());
        assertEquals(0, process.waitFor(), out);
        assertEquals(Outcome.of("report", run).out(), out);
    }

    @Test
    void findsSourcesOfAnyNameInAnyLocale() throws IOException, InterruptedException {
        Files.move(folder.resolve("sieve.c"), folder.resolve("größe.c"));
        Files.writeString(run, Files.readString(run).replace("sieve.c", "größe.c"));
        ProcessBuilder command = command("report", run).redirectErrorStream(true);
        command.environment().put("LC_ALL", "C");
        String out = new String(command.start().getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(out.contains("größe.c:6   cross_out  for (long i = prime"), out);
    }

    @Test
    void takesTheUsersOptionsForJava() throws IOException, InterruptedException {
        ProcessBuilder command = command("report", run);
        command.environment().put("PERFCTR_JAVA_OPTIONS", "-Xmx500m -XX:+UseParallelGC -XX:+PrintCommandLineFlags");
        Process process = command.redirectErrorStream(true).start();
        String out = new String(process.getInputStream().readAllBytes());
        assertEquals(0, process.waitFor(), out);
        assertTrue(out.contains("-XX:MaxHeapSize=" + (500 << 20)), out);
    }

    @Test
    void saysThatItsOutputCannotBeWritten() throws IOException, InterruptedException {
        Process process = command("report", run).redirectOutput(new File("/dev/full")).start();
        assertEquals("perfctr: The output could not be written to its end: No space left on device\n",
                new String(process.getErrorStream().readAllBytes()));
        assertEquals(2, process.waitFor());
    }

    @Test
    void saysNothingWhenItsReaderHasEnough() throws IOException, InterruptedException {
        String piped = "../org.perfctr.cli/target/perfctr/perfctr report " + run + " | exec <&-";
        Process process = new ProcessBuilder("/bin/sh", "-c", piped).start();
        assertEquals("", new String(process.getErrorStream().readAllBytes()));
        process.waitFor();
    }

    @Test
    void leavesNothingBehindOfAFileThatCannotBeWritten() throws IOException, InterruptedException {
        String limited = "ulimit -f 8; exec ../org.perfctr.cli/target/perfctr/perfctr html " + run + " -o " + folder
                + "/page.html";
        Process process = new ProcessBuilder("/bin/sh", "-c", limited).start();
        assertEquals("perfctr: " + folder + "/page.html cannot be written: File too large\n",
                new String(process.getErrorStream().readAllBytes()));
        assertEquals(2, process.waitFor());
        assertEquals(Set.of("sieve.c", "sieve.perfrun"), Set.of(folder.toFile().list()));
    }

    private static ProcessBuilder command(String command, Path run) {
        return new ProcessBuilder("../org.perfctr.cli/target/perfctr/perfctr", command, run.toString());
    }
}
