// SPDX-License-Identifier: EPL-2.0
package org.perfctr.ui.runs;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.perfctr.core.run.Run;
import org.perfctr.core.run.RunFileException;
import org.perfctr.core.run.RunFileReader;
import org.perfctr.core.run.RunFollower;
import org.perfctr.ui.preferences.CountPreferences;

/** Reads runs; of one that is being counted, only what was added. Any thread may call. */
final class RunFiles implements Closeable {
    private final Map<Path, RunFollower> growing = new HashMap<>();

    /** @param counting whether the file will grow */
    Run read(Path file, boolean counting) throws IOException {
        return counting || follows(file) ? readOn(file, counting) : readWhole(file);
    }

    private static Run readWhole(Path file) throws IOException {
        return RunFileReader.read(file, CountPreferences.pathRules());
    }

    private synchronized boolean follows(Path file) {
        return growing.containsKey(file);
    }

    private synchronized Run readOn(Path file, boolean counting) throws IOException {
        RunFollower follower = growing.get(file);
        if (follower == null) {
            follower = new RunFollower(file, CountPreferences.pathRules());
            growing.put(file, follower);
        }
        boolean read = false;
        try {
            Run run = follower.read()
                    .orElseThrow(() -> new RunFileException(file + " is empty: nothing is recorded in it yet"));
            read = true;
            return run;
        } finally {
            if (!counting || !read) {
                growing.remove(file).close();
            }
        }
    }

    @Override
    public synchronized void close() throws IOException {
        for (RunFollower follower : growing.values()) {
            follower.close();
        }
        growing.clear();
    }
}
