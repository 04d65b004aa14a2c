// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

import org.junit.jupiter.api.Test;
import org.perfctr.core.profile.Code;
import org.perfctr.core.profile.Code.Instruction;
import org.perfctr.core.profile.LineProfile;
import org.perfctr.core.report.AnnotatedCode.InstructionRow;
import org.perfctr.core.report.AnnotatedCode.LineRow;
import org.perfctr.core.run.RunFileException;
import org.perfctr.core.run.RunFileReader;
import org.perfctr.core.run.RunFiles;

class AnnotatedCodeTest {
    private final LineProfile profile = read("divide");

    @Test
    void hasEverySampleOfTheFunctionAtAnInstruction() {
        Code code = profile.code().getFirst();
        assertEquals("divide", code.label());
        for (int event = 0; event < profile.sampling().size(); event++) {
            int index = event;
            assertEquals(code.total(event),
                    code.instructions().stream().mapToLong(instruction -> instruction.samples().get(index)).sum());
        }
        assertTrue(code.total(0) > 100);
    }

    @Test
    void hasTheInstructionsAsPerfexWroteThem() {
        List<Instruction> instructions = profile.code().getFirst().instructions();
        assertEquals(0x1170, instructions.getFirst().address());
        assertEquals("test %rdi, %rdi", instructions.getFirst().att());
        assertEquals("test rdi, rdi", instructions.getFirst().intel());
    }

    @Test
    void putsTheLineBeforeItsInstructionsAndNamesWhatWasInlined() throws IOException {
        List<AnnotatedCode.Row> rows = AnnotatedCode.find(profile, "divide", 0).getFirst().rows();
        int multiplication = 0;
        while (!(rows.get(multiplication) instanceof InstructionRow row
                && row.instruction().att().startsWith("imul"))) {
            multiplication++;
        }
        assertEquals("divide.c:6 square (inlined)", ((LineRow) rows.get(multiplication - 1)).label());
        assertEquals("divide.c:13", ((LineRow) rows.getFirst()).label());
    }

    @Test
    void findsWhatWasInlinedInItsHost() throws IOException {
        assertEquals("divide", AnnotatedCode.find(profile, "square", 0).getFirst().code().label());
    }

    @Test
    void listsAFunctionWhereMostOfItsSamplesAreFirst() throws IOException {
        String inlined = RunFiles.SMALL.replace("{\"type\":\"end\"", """
                {"type":"function","function":1,"name":"jobs.Host.run","module":0,"source":0,"line":30}
                {"type":"code","code":1,"module":0,"name":"jobs.Host.run","size":6,"address":"0x2000","at":[0,1],\
                "samples":[[9000,100]],"instructions":[[0,"nop","nop"],[1,"ret","ret"]],\
                "lines":[[0,0,0,14],[1,1,0,31]]}
                {"type":"end\"""");
        List<AnnotatedCode> found = AnnotatedCode.find(RunFiles.read(inlined).profile(), "sieve", 0);
        assertEquals(List.of("jobs.Host.run", "sieve"), found.stream().map(listing -> listing.code().label()).toList());
        List<AnnotatedCode> host = AnnotatedCode.find(RunFiles.read(inlined).profile(), "run", 0);
        assertEquals(List.of("jobs.Host.run"), host.stream().map(listing -> listing.code().label()).toList());
    }

    @Test
    void saysWhyThereAreNoInstructions() {
        assertReason("keeps those of the hottest functions", profile, profile.code().stream()
                .filter(code -> code.name().isPresent() && code.instructions().isEmpty()).findFirst().get().label());
        assertReason("The run has no samples in a function \"nowhere\"", profile, "nowhere");
        assertReason("has no machine code", read("sieve"), "sieve");
    }

    @Test
    void givesASampleWithinAnInstructionToThatOne() throws IOException {
        Code code = RunFiles.read(RunFiles.SMALL).profile().code().getFirst();
        assertEquals(List.of(0L, 812L, 0L),
                code.instructions().stream().map(instruction -> instruction.samples().getFirst()).toList());
    }

    @Test
    void refusesInstructionsThatDoNotAscend() {
        RunFileException e = assertThrows(RunFileException.class,
                () -> RunFiles.read(RunFiles.SMALL.replace("[5,\"ret\"", "[1,\"ret\"")));
        assertTrue(e.getMessage().endsWith("expected ascending offsets in \"instructions\""), e.getMessage());
    }

    @Test
    void knowsAFunctionWithoutItsParametersAndSuffixes() {
        Code cold = new Code(profile.code().getFirst().module(), Optional.of("work(int) [clone .cold]"), 0,
                OptionalLong.empty(), List.of(), List.of(), List.of());
        assertTrue(cold.isCalled("work") && cold.isCalled("work(int)") && !cold.isCalled("wor"));
    }

    private static void assertReason(String expected, LineProfile profile, String function) {
        IOException e = assertThrows(IOException.class, () -> AnnotatedCode.find(profile, function, 0));
        assertTrue(e.getMessage().contains(expected), e.getMessage());
    }

    private static LineProfile read(String name) {
        try {
            return RunFileReader.read(Path.of("fixtures", name + ".perfrun")).profile();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
