// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.store;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;

import org.perfctr.core.run.RunFiles;

/** A program that writes, renames and deletes runs until it is killed, and says what it has done and will do. */
final class StoreWorker {
    private static final byte[] RUN = RunFiles.SMALL.getBytes(StandardCharsets.UTF_8);
    private static final int KEPT = 120;

    private StoreWorker() {}

    public static void main(String[] arguments) throws IOException {
        RunStore store = new RunStore(Path.of(arguments[0]));
        Random random = new Random(Long.parseLong(arguments[1]));
        Deque<Path> runs = new ArrayDeque<>();
        while (true) {
            Path file = store.newRunFile("worker");
            write(file, random);
            say("finished", file);
            runs.add(file);
            if (runs.size() > KEPT) {
                delete(store, runs.removeFirst());
            }
            if (random.nextInt(20) == 0) {
                rename(store, runs.removeLast(), runs);
            }
        }
    }

    /** As perfex does: in pieces that end anywhere. */
    private static void write(Path file, Random random) throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            for (int from = 0; from < RUN.length;) {
                int length = Math.min(1 + random.nextInt(500), RUN.length - from);
                out.write(RUN, from, length);
                from += length;
            }
        }
    }

    private static void delete(RunStore store, Path file) throws IOException {
        say("deleting", file);
        for (StoredRun run : store.list()) {
            if (run.file().equals(file)) {
                store.delete(run);
            }
        }
    }

    private static void rename(RunStore store, Path file, Deque<Path> runs) throws IOException {
        for (StoredRun run : store.list()) {
            if (run.file().equals(file)) {
                say("renaming", file);
                Path renamed = store.rename(run, run.title() + "-renamed-" + System.nanoTime()).file();
                say("finished", renamed);
                runs.addFirst(renamed);
            }
        }
    }

    private static void say(String what, Path file) {
        System.out.println(what + " " + file.getFileName());
        System.out.flush();
    }
}
