// SPDX-License-Identifier: EPL-2.0
package org.perfctr.launching.internal;

import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_DELETE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_MODIFY;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Path;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

/** Tells which files of a folder have come, gone or changed. */
final class FolderWatcher implements Closeable {
    /** A growing run file changes many times a second; nobody needs to know of each. */
    private static final long SETTLE_MILLIS = 200;

    private final Path folder;
    private final WatchService service;
    private final Consumer<Set<Path>> changed;
    private final Thread thread;

    /**
     * @param folder must exist
     * @param changed is called on the watcher's thread, at most five times a second
     */
    FolderWatcher(Path folder, Consumer<Set<Path>> changed) throws IOException {
        this.folder = folder;
        this.changed = changed;
        service = folder.getFileSystem().newWatchService();
        folder.register(service, ENTRY_CREATE, ENTRY_MODIFY, ENTRY_DELETE);
        thread = Thread.ofPlatform().daemon().name("perfctr watches " + folder).start(this::watch);
    }

    private void watch() {
        try {
            while (true) {
                WatchKey key = service.take();
                Thread.sleep(SETTLE_MILLIS);
                Set<Path> files = files(key);
                boolean watchable = key.reset();
                changed.accept(files);
                if (!watchable) {
                    return;
                }
            }
        } catch (ClosedWatchServiceException e) {
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Set<Path> files(WatchKey key) {
        Set<Path> files = new HashSet<>();
        for (WatchEvent<?> event : key.pollEvents()) {
            if (event.context() instanceof Path name) {
                files.add(folder.resolve(name));
            }
        }
        return files;
    }

    @Override
    public void close() throws IOException {
        thread.interrupt();
        service.close();
    }
}
