// SPDX-License-Identifier: EPL-2.0
package org.perfctr.launching.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.eclipse.debug.core.DebugPlugin;
import org.eclipse.debug.core.ILaunchConfiguration;
import org.eclipse.debug.core.ILaunchConfigurationWorkingCopy;
import org.eclipse.debug.core.ILaunchManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.perfctr.core.run.Count;
import org.perfctr.core.run.ExitStatus;
import org.perfctr.core.run.Run;
import org.perfctr.launching.CallGraph;
import org.perfctr.launching.CountLaunch;
import org.perfctr.launching.CountSettings;

class CountNativeProgramTest {
    @Test
    void theProgramsOutputAndExitStatusAreItsOwn() throws Exception {
        Counted counted = Counted.complete(Counted.shell("both streams", "echo out; echo err >&2; exit 7"));
        assertEquals("out\n", counted.stdout());
        assertEquals("err\n", counted.stderr());
        assertEquals(7, counted.process().getExitValue());
        assertEquals(new ExitStatus.Exited(7), counted.run().repetitions().getFirst().exit().orElseThrow());
    }

    @Test
    void theRunIsListedActiveAndComplete() throws Exception {
        Counted counted = Counted.complete(Counted.shell("listed", "true"));
        assertEquals(counted.runFile(), RunsService.get().active().orElseThrow().file());
        assertTrue(RunsService.get().list().stream().anyMatch(run -> run.file().equals(counted.runFile())));
        Run run = counted.run();
        assertTrue(run.complete());
        assertEquals(List.of("/bin/sh", "-c", "true"), run.header().command());
        assertFalse(run.header().sampling().isEmpty(), "sampling is on by default");
    }

    @Test
    void whatIsTypedIntoTheConsoleReachesTheProgram() throws Exception {
        Counted counted = Counted.start(Counted.shell("stdin", "read line; echo \"got $line\""));
        counted.process().getStreamsProxy().write("grüße\n");
        counted.awaitActive();
        assertEquals("got grüße\n", counted.stdout());
    }

    @Test
    void terminateEndsTheProgramAndKeepsWhatWasCounted() throws Exception {
        Counted counted = Counted
                .start(Counted.shell("endless", "trap 'exit 3' TERM; echo up; while :; do sleep 0.1; done"));
        Counted.until(() -> !counted.stdout().isEmpty(), "the program does not start");
        counted.launch().terminate();
        counted.awaitActive();
        assertEquals(3, counted.process().getExitValue());
        assertTrue(counted.run().complete());
        Count taskClock = counted.run().repetitions().getFirst().counts().of("task-clock").known().orElseThrow();
        assertTrue(taskClock.raw() > 0);
    }

    @Test
    void killingPerfexEndsTheProgram() throws Exception {
        Counted counted = Counted.start(Counted.shell("left alone", "echo $$; while :; do sleep 0.1; done"));
        Counted.until(() -> counted.stdout().endsWith("\n"), "the program does not start");
        ProcessHandle program = ProcessHandle.of(Long.parseLong(counted.stdout().strip())).orElseThrow();
        program.parent().orElseThrow().destroyForcibly();
        Counted.until(() -> !program.isAlive(), "the program goes on");
        counted.await();
    }

    @Test
    void settingsOfTheConfigurationReachPerfex() throws Exception {
        ILaunchConfigurationWorkingCopy configuration = Counted.shell("settings", "true");
        new CountSettings("page-faults,task-clock", false, "", 1000, CallGraph.NONE, 0).writeTo(configuration);
        Run run = Counted.complete(configuration).run();
        assertEquals(List.of("page-faults", "task-clock"), run.events().stream().map(event -> event.name()).toList());
        assertTrue(run.header().sampling().isEmpty());
    }

    @Test
    void settingsThatAreAsByDefaultLeaveAConfigurationAsItIs() throws Exception {
        ILaunchConfigurationWorkingCopy configuration = Counted.shell("settings", "true");
        Map<String, Object> before = configuration.getAttributes();
        CountSettings other = new CountSettings("page-faults", false, "cycles", 500, CallGraph.DWARF, 0);
        other.writeTo(configuration);
        assertEquals(other, CountSettings.of(configuration));
        CountSettings.DEFAULT.writeTo(configuration);
        assertEquals(CountSettings.DEFAULT, CountSettings.of(configuration));
        assertEquals(before, configuration.getAttributes());
    }

    @Test
    void theCountsSoFarAreInTheRunFileWhileTheProgramRuns() throws Exception {
        ILaunchConfigurationWorkingCopy configuration = Counted.shell("live", "read line; echo $line");
        new CountSettings("", false, "", 1000, CallGraph.NONE, 50).writeTo(configuration);
        Counted counted = Counted.start(configuration);
        Counted.until(() -> !counted.snapshots().isEmpty(), "there are no counts while it runs");
        counted.process().getStreamsProxy().write("go on\n");
        counted.awaitActive();
        assertEquals("go on\n", counted.stdout());
        assertTrue(counted.run().complete());
    }

    @Test
    void callersAreRecordedIfTheConfigurationWantsThem() throws Exception {
        ILaunchConfigurationWorkingCopy configuration = Counted.shell("callers",
                "i=0; while [ $i -lt 100000 ]; do i=$((i + 1)); done");
        assertTrue(Counted.complete(configuration).run().profile().calls().isEmpty());
        new CountSettings("", true, "", 1000, CallGraph.DWARF, 0).writeTo(configuration);
        assertFalse(Counted.complete(configuration).run().profile().calls().isEmpty());
    }

    @Test
    void theEventsThatTheConfigurationNamesAreSampled() throws Exception {
        ILaunchConfigurationWorkingCopy configuration = Counted.shell("sampled", "true");
        new CountSettings("", true, "cpu-clock,page-faults", 1000, CallGraph.NONE, 0).writeTo(configuration);
        assertEquals(List.of("cpu-clock", "page-faults"), Counted.complete(configuration).run().header().sampling()
                .stream().map(sampling -> sampling.event()).toList());
    }

    @Test
    void theUsersConfigurationIsNotChanged() throws Exception {
        ILaunchConfigurationWorkingCopy copy = Counted.shell("unchanged", "true");
        copy.setAttribute(ILaunchManager.ATTR_ENVIRONMENT_VARIABLES, Map.of("A", "1"));
        ILaunchConfiguration saved = copy.doSave();
        String before = saved.getMemento();
        Counted counted = Counted.complete(saved);
        assertEquals(before, saved.getMemento());
        assertEquals(saved, counted.launch().getLaunchConfiguration());
        assertEquals(Map.of("A", "1"),
                saved.getAttribute(ILaunchManager.ATTR_ENVIRONMENT_VARIABLES, Map.of()));
        saved.delete();
    }

    @Test
    void theProgramsEnvironmentIsAsInTheRunMode() throws Exception {
        for (boolean append : new boolean[]{true, false}) {
            for (Map<String, String> variables : List.of(Map.<String, String>of(), Map.of("GREETING", "hällo"))) {
                ILaunchConfigurationWorkingCopy configuration = Counted.shell("environment", "/usr/bin/env | sort");
                if (!variables.isEmpty()) {
                    configuration.setAttribute(ILaunchManager.ATTR_ENVIRONMENT_VARIABLES, variables);
                }
                configuration.setAttribute(ILaunchManager.ATTR_APPEND_ENVIRONMENT_VARIABLES, append);
                Counted run = new Counted(configuration.launch(ILaunchManager.RUN_MODE, null));
                run.await();
                assertEquals(run.stdout(), Counted.complete(configuration).stdout(), append + " " + variables);
                assertFalse(run.stdout().contains("PERFCTR_LAUNCH"));
            }
        }
    }

    @Test
    void pathsAndArgumentsMayHaveSpacesAndAnyLetters(@TempDir Path folder) throws Exception {
        Path directory = Files.createDirectories(folder.resolve("ein Ördner"));
        Path program = Files.writeString(directory.resolve("mein prögramm.sh"),
                "#!/bin/sh\npwd\nprintf '<%s>' \"$@\"\n",
                StandardCharsets.UTF_8);
        assertTrue(program.toFile().setExecutable(true));
        ILaunchConfigurationWorkingCopy configuration = Counted.configuration(CountLaunch.NATIVE_PROGRAM_TYPE,
                "nämen and spaces");
        configuration.setAttribute(CountLaunch.PROGRAM, program.toString());
        configuration.setAttribute(CountLaunch.ARGUMENTS, "\"two words\" größe ''");
        configuration.setAttribute(CountLaunch.WORKING_DIRECTORY, directory.toString());
        Counted counted = Counted.complete(configuration);
        assertEquals(directory + "\n<two words><größe><>", counted.stdout());
        assertEquals(directory.toString(), counted.run().header().directory());
    }

    @Test
    void outputIsMergedAsTheConfigurationSays() throws Exception {
        ILaunchConfigurationWorkingCopy configuration = Counted.shell("merged", "echo a; echo b >&2; echo c");
        configuration.setAttribute(DebugPlugin.ATTR_MERGE_OUTPUT, true);
        assertEquals("a\nb\nc\n", Counted.complete(configuration).stdout());
    }

    @Test
    void theRunModeRunsWithoutCounting() throws Exception {
        Counted run = new Counted(Counted.shell("plain", "echo plain").launch(ILaunchManager.RUN_MODE, null));
        run.await();
        assertEquals("plain\n", run.stdout());
        assertNull(run.launch().getAttribute(CountLaunch.RUN_FILE));
    }
}
