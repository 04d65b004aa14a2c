// SPDX-License-Identifier: EPL-2.0
package org.perfctr.launching.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.eclipse.debug.core.Launch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.perfctr.core.store.RunStore;
import org.perfctr.core.store.StoredRun;
import org.perfctr.launching.CountLaunch;
import org.perfctr.launching.RunsListener;

class WorkspaceRunsTest {
    private static final String HEADER = """
            {"type":"header","format":"perfctr-run","version":1,"perfex":"3.0.0","started":"2026-11-22T15:30:0%d.5Z",\
            "command":["./a"],"directory":"/","host":{"name":"box","kernel":"6","cpu":"x","cpus":2},\
            "backend":{"name":"perf","why":"?"},"events":[{"name":"task-clock","unit":"ns","scope":"user"}]}
            """;

    @TempDir
    Path folder;

    private WorkspaceRuns runs;
    private final BlockingQueue<Path> changes = new LinkedBlockingQueue<>();
    private final BlockingQueue<Optional<StoredRun>> activations = new LinkedBlockingQueue<>();

    @BeforeEach
    void start() throws IOException {
        runs = new WorkspaceRuns(new RunStore(folder.resolve("runs")));
        runs.addListener(new RunsListener() {
            @Override
            public void runsChanged(Set<Path> files) {
                changes.addAll(files);
            }

            @Override
            public void activeRunChanged() {
                activations.add(runs.active());
            }
        });
        runs.start();
    }

    @AfterEach
    void stop() throws IOException {
        runs.stop();
    }

    @Test
    void listsNewestFirstWhatOthersWriteIntoTheFolder() throws Exception {
        write("old", 1);
        write("new", 2);
        awaitChange(file("old"), file("new"));
        assertEquals(List.of("new", "old"), titles());
    }

    @Test
    void tellsOfAGrowingFile() throws Exception {
        write("growing", 1);
        awaitChange(file("growing"));
        changes.clear();
        Files.writeString(file("growing"), "{\"type\":\"repetition\",\"repetition\":1,\"time\":0}\n",
                StandardOpenOption.APPEND);
        awaitChange(file("growing"));
    }

    @Test
    void activatesAndDeactivates() throws Exception {
        write("a", 1);
        awaitChange(file("a"));
        StoredRun run = runs.list().getFirst();
        runs.activate(run);
        assertEquals(Optional.of(run), nextActivation());
        runs.deactivate();
        assertEquals(Optional.empty(), nextActivation());
    }

    @Test
    void aRenamedRunStaysActive() throws Exception {
        write("a", 1);
        awaitChange(file("a"));
        runs.activate(runs.list().getFirst());
        nextActivation();
        StoredRun renamed = runs.rename(runs.list().getFirst(), "bäh");
        assertEquals(Optional.of(renamed), nextActivation());
        awaitChange(file("bäh"));
        assertEquals(List.of("bäh"), titles());
    }

    @Test
    void theLaunchOfARenamedRunFindsIt() throws Exception {
        write("a", 1);
        awaitChange(file("a"));
        Launch launch = new Launch(null, CountLaunch.MODE, null);
        launch.setAttribute(CountLaunch.RUN_FILE, file("a").toString());
        Counted.launchManager().addLaunch(launch);
        try {
            runs.rename(runs.list().getFirst(), "b");
            assertEquals(file("b").toString(), launch.getAttribute(CountLaunch.RUN_FILE));
        } finally {
            Counted.launchManager().removeLaunch(launch);
        }
    }

    @Test
    void aDeletedRunIsNotActiveAnyMore() throws Exception {
        write("a", 1);
        awaitChange(file("a"));
        runs.activate(runs.list().getFirst());
        nextActivation();
        runs.delete(runs.list().getFirst());
        assertEquals(Optional.empty(), nextActivation());
        assertTrue(runs.list().isEmpty());
    }

    @Test
    void aRunDeletedFromOutsideIsNotActiveAnyMore() throws Exception {
        write("a", 1);
        awaitChange(file("a"));
        runs.activate(runs.list().getFirst());
        nextActivation();
        Files.delete(file("a"));
        assertEquals(Optional.empty(), nextActivation());
    }

    @Test
    void aListenerThatFailsKeepsNobodyFromBeingTold() throws Exception {
        runs.addListener(new RunsListener() {
            @Override
            public void runsChanged(Set<Path> files) {
                throw new IllegalStateException("thrown by a test");
            }
        });
        write("a", 1);
        awaitChange(file("a"));
        changes.clear();
        write("b", 2);
        awaitChange(file("b"));
        assertFalse(runs.list().isEmpty());
    }

    private Path file(String title) {
        return folder.resolve("runs").resolve(title + RunStore.SUFFIX);
    }

    private void write(String title, int second) throws IOException {
        Files.writeString(file(title), HEADER.formatted(second));
    }

    private List<String> titles() {
        return runs.list().stream().map(StoredRun::title).toList();
    }

    private void awaitChange(Path... files) throws InterruptedException {
        Set<Path> missing = new HashSet<>(List.of(files));
        while (!missing.isEmpty()) {
            Path changed = changes.poll(30, TimeUnit.SECONDS);
            assertNotNull(changed, "nobody told of " + missing);
            missing.remove(changed);
        }
    }

    private Optional<StoredRun> nextActivation() throws InterruptedException {
        Optional<StoredRun> active = activations.poll(30, TimeUnit.SECONDS);
        assertNotNull(active, "nobody told of the active run");
        return active;
    }
}
