// SPDX-License-Identifier: EPL-2.0
package org.perfctr.launching.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.eclipse.core.runtime.CoreException;
import org.eclipse.debug.core.ILaunchConfigurationWorkingCopy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.perfctr.launching.CallGraph;
import org.perfctr.launching.CountLaunch;
import org.perfctr.launching.CountSettings;

/** What can't be counted is refused with one sentence, and neither leaves nor takes away a run. */
class BadInputTest {
    @TempDir
    Path folder;

    private Set<Path> runsBefore;

    @BeforeEach
    void countSomething() throws Exception {
        Counted.complete(Counted.shell("earlier", "true"));
        runsBefore = runFiles();
    }

    @AfterEach
    void noRunCameOrWent() throws IOException {
        assertEquals(runsBefore, runFiles());
    }

    @Test
    void aMissingProgram() throws CoreException {
        Path missing = folder.resolve("missing");
        refused(program(missing), "The program " + missing + " does not exist.");
    }

    @Test
    void aProgramThatIsNotOnThePath() throws CoreException {
        refused(program(Path.of("no-such-program")),
                "The program no-such-program is not on the PATH: give its full path.");
    }

    @Test
    void aFileThatIsNotExecutable() throws Exception {
        Path file = Files.writeString(folder.resolve("text"), "text");
        refused(program(file), "The program " + file + " is not executable: run chmod +x on it.");
    }

    @Test
    void aDirectory() throws CoreException {
        refused(program(folder), "The program " + folder + " is a directory.");
    }

    @Test
    void aScriptWithoutItsInterpreter() throws Exception {
        Path script = Files.writeString(folder.resolve("script"), "#! /no/such/interpreter -x\n");
        assertTrue(script.toFile().setExecutable(true));
        refused(program(script), "The script " + script
                + " can't be run: its interpreter /no/such/interpreter does not exist or is not executable.");
    }

    @Test
    void noProgram() throws CoreException {
        refused(Counted.configuration(CountLaunch.NATIVE_PROGRAM_TYPE, "empty"),
                "The launch configuration empty names no program.");
    }

    @Test
    void aMissingWorkingDirectory() throws CoreException {
        Path missing = folder.resolve("missing");
        refused(inDirectory(missing), "The working directory " + missing + " does not exist.");
    }

    @Test
    void aWorkingDirectoryThatIsAFile() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "");
        refused(inDirectory(file), "The working directory " + file + " is not a directory.");
    }

    @Test
    void anUnknownEvent() throws CoreException {
        ILaunchConfigurationWorkingCopy configuration = Counted.shell("unknown event", "true");
        new CountSettings("page-fualts", true, "", 1000, CallGraph.NONE, 0).writeTo(configuration);
        String message = refusal(configuration);
        assertTrue(message.contains("'page-fualts'") && message.contains("page-faults"), message);
        new CountSettings("", true, "page-fualts", 1000, CallGraph.NONE, 0).writeTo(configuration);
        assertEquals(message, refusal(configuration));
    }

    @Test
    void aTypeThatStartsProgramsPastThePlatform() throws CoreException {
        refused(Counted.configuration("org.perfctr.launching.tests.uncountable", "stray"),
                "stray runs, but is not counted:"
                        + " its launch type doesn't start programs through the platform. Count it as a Native Program.");
    }

    private static ILaunchConfigurationWorkingCopy program(Path program) throws CoreException {
        ILaunchConfigurationWorkingCopy configuration = Counted.configuration(CountLaunch.NATIVE_PROGRAM_TYPE, "bad");
        configuration.setAttribute(CountLaunch.PROGRAM, program.toString());
        return configuration;
    }

    private static ILaunchConfigurationWorkingCopy inDirectory(Path directory) throws CoreException {
        ILaunchConfigurationWorkingCopy configuration = Counted.shell("bad", "true");
        configuration.setAttribute(CountLaunch.WORKING_DIRECTORY, directory.toString());
        return configuration;
    }

    private static void refused(ILaunchConfigurationWorkingCopy configuration, String sentence) {
        assertEquals(sentence, refusal(configuration));
    }

    private static String refusal(ILaunchConfigurationWorkingCopy configuration) {
        return assertThrows(CoreException.class, () -> Counted.start(configuration)).getStatus().getMessage();
    }

    private static Set<Path> runFiles() throws IOException {
        try (Stream<Path> files = Files.list(RunsService.get().store().folder())) {
            return files.collect(Collectors.toSet());
        }
    }
}
