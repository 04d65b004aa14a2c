// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.perfctr.core.export.ExportFormat;
import org.perfctr.core.metric.MetricCatalog;
import org.perfctr.core.report.ProfileTable;
import org.perfctr.core.run.Run;
import org.perfctr.core.run.RunFileException;
import org.perfctr.core.run.RunFiles;

class CallTreeTest {
    /** main calls work twice from line 3, and work calls itself; two samples of work have unknown callers. */
    private static final String CALLS = RunFiles.HEADER + """
            {"type":"module","module":0,"path":"/gone/calls"}
            {"type":"source","source":0,"path":"src/calls.c","directory":"/gone"}
            {"type":"function","function":0,"name":"main","module":0,"source":0,"line":1}
            {"type":"function","function":1,"name":"work","module":0,"source":0,"line":10}
            {"type":"line","function":0,"source":0,"line":4,"samples":[10]}
            {"type":"line","function":1,"source":0,"line":12,"samples":[92]}
            {"type":"frame","frame":0,"function":0,"source":0,"line":3}
            {"type":"frame","frame":1,"caller":0,"function":1,"source":0,"line":12,"samples":[60]}
            {"type":"frame","frame":2,"caller":0,"function":1,"source":0,"line":11}
            {"type":"frame","frame":3,"caller":2,"function":1,"source":0,"line":12,"samples":[30]}
            {"type":"frame","frame":4,"function":0,"source":0,"line":4,"samples":[10]}
            {"type":"frame","frame":5,"truncated":true,"function":1,"source":0,"line":12,"samples":[2]}
            """;

    private static Run run() throws IOException {
        return RunFiles.read(CALLS);
    }

    private static CallTree tree() throws IOException {
        return run().profile().calls();
    }

    @Test
    void countsASampleOnceHoweverOftenItsFunctionCalledItself() throws IOException {
        assertEquals(List.of("main 100", "work 92"), tree().functions(0).stream()
                .map(hot -> hot.function().label() + " " + hot.samples().getFirst()).toList());
    }

    @Test
    void tellsWhatEachCallOfAFileCost() throws IOException {
        assertEquals(List.of("3 work 90", "11 work 30"), tree().callsIn(Path.of("/gone/src/calls.c")).stream()
                .map(call -> call.from().line().getAsInt() + " " + call.callee().label() + " "
                        + call.samples().getFirst())
                .toList());
    }

    @Test
    void tellsWhatEachLineOfAFileCostWithItsCalls() throws IOException {
        assertEquals(Map.of(3, List.of(90L), 4, List.of(10L), 11, List.of(30L), 12, List.of(92L)),
                tree().linesIn(Path.of("/gone/src/calls.c")));
    }

    @Test
    void linesMayHaveLargeNumbers() throws IOException {
        CallTree calls = RunFiles.read(CALLS.replace("\"line\":3}", "\"line\":2147483647}")).profile().calls();
        assertEquals(List.of(90L), calls.linesIn(Path.of("/gone/src/calls.c")).get(Integer.MAX_VALUE));
    }

    @Test
    void startsWithTheOutermostFunctions() throws IOException {
        assertEquals(List.of("main 100 10", " work 90 60", "  work 30 30", "work 2 2 callers not known"),
                lines(tree().fromOutermost(0), ""));
    }

    @Test
    void showsWhatEachFunctionCalled() throws IOException {
        assertEquals(List.of("main 100 10", " work 90 60", "  work 30 30", "work 92 62 callers not known",
                " work 30 30"), lines(tree().callees(0), ""));
    }

    @Test
    void showsWhoCalledEachFunction() throws IOException {
        assertEquals(List.of("work 92 92 callers not known", " main 90 60", " work 30 30", "  main 30 30",
                "main 100 10"), lines(tree().callers(0), ""));
    }

    @Test
    void aBranchIsAtTheHottestPlaceOfItsFunction() throws IOException {
        Branch main = tree().fromOutermost(0).getFirst();
        assertEquals(3, main.place().line().getAsInt());
        assertEquals(11, tree().callers(0).getFirst().branches().get(1).place().line().getAsInt());
    }

    @Test
    void stacksMayBeDeep() {
        int depth = 200_000;
        Module module = new Module(0, "/deep", Optional.empty(), Optional.empty());
        Function function = new Function(0, Optional.of("deep"), module, Optional.empty(), OptionalInt.empty());
        CallTreeBuilder calls = new CallTreeBuilder(1);
        for (int i = 0; i < depth; i++) {
            calls.add(new Frame(function, Optional.empty(), OptionalInt.empty()), i - 1, false, List.of(1L));
        }
        assertEquals(depth, calls.build().functions(0).getFirst().samples().getFirst());
        assertEquals(depth, calls.build().callers(0).getFirst().own());
    }

    private static List<String> lines(List<Branch> branches, String indentation) {
        return branches.stream()
                .flatMap(branch -> Stream.concat(
                        Stream.of("%s%s %d %d%s".formatted(indentation, branch.function().label(), branch.samples(),
                                branch.own(), branch.truncated() ? " callers not known" : "")),
                        lines(branch.branches(), indentation + " ").stream()))
                .toList();
    }

    @Test
    void hasAllSamplesWithTheirCallers() throws IOException {
        List<Line.Stack> stacks = run().profile().stacks();
        assertEquals(102, stacks.stream().mapToLong(stack -> stack.samples().getFirst()).sum());
        assertEquals(List.of("work", "work", "main"),
                stacks.get(1).frames().stream().map(frame -> frame.function().label()).toList());
    }

    @Test
    void tellsHowManyStacksWereNotFollowed() throws IOException {
        assertEquals(2, tree().truncated(0));
        assertTrue(ProfileTable.functions(run().profile(), 0, 9)
                .startsWith(
                        "hottest functions: 102 samples of cpu-clock, 2 of them with callers that are not known\n"));
    }

    @Test
    void showsOwnSamplesBesideThoseWithCalls() throws IOException {
        assertTrue(ProfileTable.functions(run().profile(), 0, 9).replaceAll(" +", " ")
                .contains("\n 98.0 % 100 9.8 % 10 main /gone/calls\n"), ProfileTable.functions(run().profile(), 0, 9));
    }

    @Test
    void isEmptyWithoutCallers() throws IOException {
        assertTrue(RunFiles.read(RunFiles.SMALL).profile().calls().isEmpty());
    }

    @Test
    void callgrindHasTheCalls() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ExportFormat.CALLGRIND.write(run(), MetricCatalog.bundled(), out);
        assertTrue(out.toString(StandardCharsets.UTF_8)
                .contains("cfi=/gone/src/calls.c\ncfn=work\ncalls=1 10\n3 90\n"), out::toString);
    }

    @Test
    void callgrindHasACalleeInTheFileThatItIsWrittenWith() throws IOException {
        Run run = RunFiles.read(CALLS.replace("\"name\":\"work\",\"module\":0,\"source\":0,\"line\":10",
                "\"name\":\"work\",\"module\":0"));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ExportFormat.CALLGRIND.write(run, MetricCatalog.bundled(), out);
        String text = out.toString(StandardCharsets.UTF_8);
        assertTrue(text.contains("\nfl=/gone/src/calls.c\nfn=work\n"), text);
        assertTrue(text.contains("\ncfi=/gone/src/calls.c\ncfn=work\n"), text);
    }

    @Test
    void aCallerComesBeforeWhomItCalls() {
        String bad = CALLS.replace("\"frame\":2,\"caller\":0", "\"frame\":2,\"caller\":2");
        assertThrows(RunFileException.class, () -> RunFiles.read(bad));
    }
}
