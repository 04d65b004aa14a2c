// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.store;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.perfctr.core.run.RunFileReader;

import com.google.gson.Gson;

/**
 * A program that writes and deletes runs is killed at random moments. The system property {@code perfctr.kills}
 * says how often.
 */
class KilledStoreTest {
    private static final int KILLS = Integer.getInteger("perfctr.kills", 5);
    private static final int LONGEST_LIFE = 400;

    @TempDir
    private Path folder;

    @Test
    void losesNoFinishedRunAndListsNoHalfOne() throws IOException, InterruptedException, URISyntaxException {
        RunStore store = new RunStore(folder.resolve("runs"));
        Set<String> finished = new HashSet<>();
        int seen = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            List<String> said = killed(store.folder(), kill);
            seen += said.size();
            Optional<String> renaming = update(finished, said);
            Set<String> listed = store.list().stream().map(run -> run.file().getFileName().toString())
                    .collect(Collectors.toSet());
            Set<String> lost = new HashSet<>(finished);
            lost.removeAll(listed);
            // A run that was being renamed is there under one of its names.
            renaming.filter(name -> listed.stream().anyMatch(other -> other.startsWith(renamed(name))))
                    .ifPresent(lost::remove);
            assertTrue(lost.isEmpty(), "kill %d lost %s".formatted(kill, lost));
            for (StoredRun run : store.list()) {
                assertTrue(run.command().known().isPresent(), () -> run + " is listed and has no header");
                if (finished.contains(run.file().getFileName().toString())) {
                    assertTrue(RunFileReader.read(run.file()).complete(), () -> run + " is not complete any more");
                }
            }
        }
        assertTrue(seen > KILLS, "the killed program hardly ran: it did %d things".formatted(seen));
    }

    /** Starts the worker, kills it, and gives what it said. */
    private List<String> killed(Path runs, int seed) throws IOException, InterruptedException, URISyntaxException {
        Path output = folder.resolve("output");
        Process worker = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-XX:TieredStopAtLevel=1", "-cp", classPath(), StoreWorker.class.getName(), runs.toString(),
                Integer.toString(seed)).redirectOutput(output.toFile()).redirectError(folder.resolve("errors").toFile())
                .start();
        while (worker.isAlive() && Files.size(output) == 0) {
            Thread.sleep(1);
        }
        Thread.sleep(new Random(seed).nextInt(LONGEST_LIFE));
        assertTrue(worker.isAlive(), () -> errors());
        worker.destroyForcibly().waitFor();
        String said = Files.readString(output);
        return said.substring(0, said.lastIndexOf('\n') + 1).lines().toList();
    }

    /** Keeps what must be there, and gives the run that was being renamed when the worker was killed. */
    private static Optional<String> update(Set<String> finished, List<String> said) {
        Optional<String> renaming = Optional.empty();
        for (String line : said) {
            String file = line.substring(line.indexOf(' ') + 1);
            renaming = line.startsWith("renaming") ? Optional.of(file) : Optional.empty();
            if (line.startsWith("deleting")) {
                finished.remove(file);
                continue;
            }
            finished.add(file);
            finished.removeIf(old -> file.startsWith(renamed(old)));
        }
        return renaming;
    }

    private static String renamed(String file) {
        return file.replace(RunStore.SUFFIX, "-renamed-");
    }

    private String errors() {
        try {
            return Files.readString(folder.resolve("errors"));
        } catch (IOException e) {
            return e.getMessage();
        }
    }

    private static String classPath() throws URISyntaxException {
        return Stream.of(RunStore.class, StoreWorker.class, Gson.class)
                .map(type -> type.getProtectionDomain().getCodeSource().getLocation().getPath()).distinct()
                .map(KilledStoreTest::classes).distinct().collect(Collectors.joining(File.pathSeparator));
    }

    /** A bundle that is built just now is a folder with its classes in a folder of their own. */
    private static String classes(String location) {
        Path classes = Path.of(location).resolve("target/classes");
        return Files.isDirectory(classes) ? classes.toString() : location;
    }
}
