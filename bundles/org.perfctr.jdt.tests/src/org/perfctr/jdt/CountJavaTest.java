// SPDX-License-Identifier: EPL-2.0
package org.perfctr.jdt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

import org.eclipse.core.runtime.CoreException;
import org.eclipse.core.runtime.NullProgressMonitor;
import org.eclipse.debug.core.ILaunch;
import org.eclipse.debug.core.ILaunchConfiguration;
import org.eclipse.debug.core.ILaunchConfigurationWorkingCopy;
import org.eclipse.jdt.junit.JUnitCore;
import org.eclipse.jdt.junit.TestRunListener;
import org.eclipse.jdt.junit.model.ITestElement.Result;
import org.eclipse.jdt.junit.model.ITestRunSession;
import org.eclipse.jdt.launching.IJavaLaunchConfigurationConstants;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.perfctr.core.run.ExitStatus;
import org.perfctr.core.run.Run;
import org.perfctr.core.run.RunFileReader;
import org.perfctr.launching.CountLaunch;

class CountJavaTest {
    private static final String APPLICATION = "org.eclipse.jdt.launching.localJavaApplication";
    private static final String JUNIT = "org.eclipse.jdt.junit.launchconfig";
    private static final int TIMEOUT_SECONDS = 60;

    private JavaProject project;

    @BeforeEach
    void makeProject() throws CoreException {
        project = JavaProject.create("jävä project");
    }

    @AfterEach
    void deleteProject() throws CoreException {
        project.close();
    }

    @Test
    void aJavaApplicationIsCountedAndKeepsItsOutputAndExitStatus() throws Exception {
        project.with("Main", """
                public class Main {
                    public static void main(String[] args) {
                        System.out.println(args[0] + " " + System.getenv("PERFCTR_LAUNCH"));
                        System.exit(9);
                    }
                }
                """);
        ILaunchConfigurationWorkingCopy copy = project.configuration(APPLICATION, "Main");
        copy.setAttribute(IJavaLaunchConfigurationConstants.ATTR_PROGRAM_ARGUMENTS, "größe");
        copy.setAttribute(IJavaLaunchConfigurationConstants.ATTR_VM_ARGUMENTS, "-Dstdout.encoding=UTF-8");
        ILaunchConfiguration saved = copy.doSave();
        String before = saved.getMemento();
        ILaunch launch = count(saved);
        assertEquals("", launch.getProcesses()[0].getStreamsProxy().getErrorStreamMonitor().getContents());
        assertEquals("größe null\n",
                launch.getProcesses()[0].getStreamsProxy().getOutputStreamMonitor().getContents());
        assertEquals(9, launch.getProcesses()[0].getExitValue());
        assertEquals(before, saved.getMemento());
        Run run = run(launch);
        assertEquals("java", run.header().program());
        assertEquals(List.of("Main", "größe"), run.header().command().reversed().subList(0, 2).reversed());
        assertEquals(new ExitStatus.Exited(9), run.repetitions().getFirst().exit().orElseThrow());
        assertTrue(run.repetitions().getFirst().tasks().all().size() > 1, "a virtual machine has several threads");
    }

    @Test
    void aMissingMainTypeIsRefusedAsInTheRunMode() throws CoreException {
        ILaunchConfigurationWorkingCopy configuration = project.configuration(APPLICATION, "Main");
        configuration.removeAttribute(IJavaLaunchConfigurationConstants.ATTR_MAIN_TYPE_NAME);
        String asRun = assertThrows(CoreException.class, () -> configuration.launch("run", null)).getMessage();
        assertEquals(asRun, assertThrows(CoreException.class, () -> count(configuration)).getMessage());
    }

    @Test
    void junitTestsAreCountedAndReportTheirResults() throws Exception {
        project.with("SomeTest", """
                import org.junit.jupiter.api.*;

                class SomeTest {
                    @Test void passes() {}
                    @Test void fails() { Assertions.fail("as it should"); }
                }
                """);
        ILaunchConfigurationWorkingCopy configuration = project.configuration(JUNIT, "SomeTest");
        configuration.setAttribute("org.eclipse.jdt.junit.TEST_KIND", "org.eclipse.jdt.junit.loader.junit5");
        CompletableFuture<ITestRunSession> finished = new CompletableFuture<>();
        TestRunListener listener = new TestRunListener() {
            @Override
            public void sessionFinished(ITestRunSession session) {
                finished.complete(session);
            }
        };
        JUnitCore.addTestRunListener(listener);
        try {
            Run run = run(count(configuration));
            assertEquals("java", run.header().program());
            assertTrue(run.complete());
            ITestRunSession session = finished.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
            assertEquals(Result.FAILURE, session.getTestResult(true));
        } finally {
            JUnitCore.removeTestRunListener(listener);
        }
    }

    private static ILaunch count(ILaunchConfiguration configuration) throws Exception {
        ILaunch launch = configuration.launch(CountLaunch.MODE, new NullProgressMonitor());
        until(launch::isTerminated, "the launch does not end");
        return launch;
    }

    private static void until(BooleanSupplier condition, String complaint) throws InterruptedException {
        for (int waited = 0; !condition.getAsBoolean(); waited++) {
            assertTrue(waited < 50 * TIMEOUT_SECONDS, complaint);
            Thread.sleep(20);
        }
    }

    private static Run run(ILaunch launch) throws Exception {
        return RunFileReader.read(Path.of(launch.getAttribute(CountLaunch.RUN_FILE)));
    }
}
