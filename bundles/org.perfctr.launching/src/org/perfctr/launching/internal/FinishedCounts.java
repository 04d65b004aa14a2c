// SPDX-License-Identifier: EPL-2.0
package org.perfctr.launching.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

import org.eclipse.core.runtime.ILog;
import org.eclipse.core.runtime.Platform;
import org.eclipse.debug.core.ILaunch;
import org.perfctr.launching.CountLaunch;

/** Makes a run active when its launch has ended. */
final class FinishedCounts implements TerminationListener {
    private static final String BUNDLE = "org.perfctr.launching";

    private final WorkspaceRuns runs;

    FinishedCounts(WorkspaceRuns runs) {
        this.runs = runs;
    }

    @Override
    public void launchesTerminated(ILaunch[] launches) {
        for (ILaunch launch : launches) {
            String file = launch.getAttribute(CountLaunch.RUN_FILE);
            if (file != null) {
                finished(Path.of(file));
            }
        }
    }

    private void finished(Path file) {
        deleteIfEmpty(file);
        runs.changed(Set.of(file), () -> activateIfWanted(file));
    }

    /** perfex that failed has told why on the console, and has written nothing. */
    private static void deleteIfEmpty(Path file) {
        try {
            if (Files.exists(file) && Files.size(file) == 0) {
                Files.delete(file);
            }
        } catch (IOException e) {
            ILog.get().error("The empty run file " + file + " can't be deleted: " + e.getMessage(), e);
        }
    }

    private void activateIfWanted(Path file) {
        if (!Platform.getPreferencesService().getBoolean(BUNDLE, CountLaunch.ACTIVATE_NEW, true, null)) {
            return;
        }
        runs.list().stream().filter(run -> run.file().equals(file)).findFirst().ifPresent(runs::activate);
    }
}
