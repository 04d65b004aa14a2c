// SPDX-License-Identifier: EPL-2.0
package org.perfctr.launching.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import org.eclipse.core.runtime.ILog;
import org.eclipse.core.runtime.Platform;
import org.eclipse.core.runtime.SafeRunner;
import org.eclipse.debug.core.DebugPlugin;
import org.eclipse.debug.core.ILaunch;
import org.osgi.framework.FrameworkUtil;
import org.perfctr.core.store.RunStore;
import org.perfctr.core.store.StoredRun;
import org.perfctr.launching.CountLaunch;
import org.perfctr.launching.Runs;
import org.perfctr.launching.RunsListener;

/**
 * The service component. Its thread reads the folder and calls the listeners, so that they see changes in
 * order.
 */
public final class WorkspaceRuns implements Runs {
    private final RunStore store;
    private final Set<RunsListener> listeners = new CopyOnWriteArraySet<>();
    private final ExecutorService thread = Executors
            .newSingleThreadExecutor(Thread.ofPlatform().daemon().name("perfctr runs").factory());
    private final FinishedCounts finished = new FinishedCounts(this);

    private FolderWatcher watcher;
    private List<StoredRun> runs = List.of();
    private StoredRun active;

    public WorkspaceRuns() {
        this(new RunStore(
                Platform.getStateLocation(FrameworkUtil.getBundle(WorkspaceRuns.class)).append("runs").toPath()));
    }

    WorkspaceRuns(RunStore store) {
        this.store = store;
    }

    /** Called by declarative services. */
    public void start() throws IOException {
        Files.createDirectories(store.folder());
        watcher = new FolderWatcher(store.folder(), this::changed);
        DebugPlugin.getDefault().getLaunchManager().addLaunchListener(finished);
        changed(Set.of());
    }

    /** Called by declarative services. */
    public void stop() throws IOException {
        DebugPlugin.getDefault().getLaunchManager().removeLaunchListener(finished);
        watcher.close();
        thread.shutdown();
    }

    @Override
    public RunStore store() {
        return store;
    }

    @Override
    public synchronized List<StoredRun> list() {
        return runs;
    }

    @Override
    public synchronized Optional<StoredRun> active() {
        return Optional.ofNullable(active);
    }

    @Override
    public void activate(StoredRun run) {
        setActive(run);
    }

    @Override
    public void deactivate() {
        setActive(null);
    }

    @Override
    public StoredRun rename(StoredRun run, String title) throws IOException {
        StoredRun renamed = store.rename(run, title);
        tellLaunches(run.file(), renamed.file());
        if (isActive(run.file())) {
            setActive(renamed);
        }
        changed(Set.of(run.file(), renamed.file()));
        return renamed;
    }

    /** A run may be renamed while it is counted, and its launch looks for it when it has ended. */
    private static void tellLaunches(Path before, Path after) {
        for (ILaunch launch : DebugPlugin.getDefault().getLaunchManager().getLaunches()) {
            if (before.toString().equals(launch.getAttribute(CountLaunch.RUN_FILE))) {
                launch.setAttribute(CountLaunch.RUN_FILE, after.toString());
            }
        }
    }

    @Override
    public void delete(StoredRun run) throws IOException {
        store.delete(run);
        changed(Set.of(run.file()));
    }

    @Override
    public void addListener(RunsListener listener) {
        listeners.add(listener);
    }

    @Override
    public void removeListener(RunsListener listener) {
        listeners.remove(listener);
    }

    /** Reads the folder again, tells the listeners, then does what follows from it. */
    void changed(Set<Path> files, Runnable then) {
        thread.execute(() -> {
            if (!onlyGrown(files)) {
                reread();
            }
            tell(listener -> listener.runsChanged(files));
            then.run();
        });
    }

    private void changed(Set<Path> files) {
        changed(files, this::forgetDeletedActiveRun);
    }

    /** A run that is being counted changes all the time, and the list stays as it is. */
    private synchronized boolean onlyGrown(Set<Path> files) {
        Set<Path> known = runs.stream().map(StoredRun::file).collect(Collectors.toSet());
        return !files.isEmpty() && known.containsAll(files) && files.stream().allMatch(Files::exists);
    }

    private void reread() {
        try {
            List<StoredRun> read = store.list();
            synchronized (this) {
                runs = List.copyOf(read);
            }
        } catch (IOException e) {
            ILog.get().error("The runs in " + store.folder() + " can't be read: " + e.getMessage(), e);
        }
    }

    private void forgetDeletedActiveRun() {
        if (active().filter(run -> !Files.exists(run.file())).isPresent()) {
            deactivate();
        }
    }

    private synchronized boolean isActive(Path file) {
        return active != null && active.file().equals(file);
    }

    private synchronized void setActive(StoredRun run) {
        active = run;
        thread.execute(() -> tell(RunsListener::activeRunChanged));
    }

    private void tell(Consumer<RunsListener> message) {
        for (RunsListener listener : listeners) {
            SafeRunner.run(() -> message.accept(listener));
        }
    }
}
