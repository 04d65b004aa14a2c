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
    void aCallerComesBeforeWhomItCalls() {
        String bad = CALLS.replace("\"frame\":2,\"caller\":0", "\"frame\":2,\"caller\":2");
        assertThrows(RunFileException.class, () -> RunFiles.read(bad));
    }
}
