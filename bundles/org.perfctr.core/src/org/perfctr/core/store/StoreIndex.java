// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.store;

import java.io.IOException;
import java.io.Writer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.perfctr.core.run.Value;

import com.google.gson.JsonParseException;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;

/**
 * What is known of the run files of a folder from the last look at them. It only saves time: an entry counts as
 * long as the file has the same size and time, and an index that is lost or damaged is made again.
 */
class StoreIndex {
    private static final String FILE = ".perfctr-index";

    private final Path folder;
    private final Map<String, Entry> entries = new HashMap<>();

    /**
     * @param size the file's size when it was looked at
     * @param modified when the file had been changed, in milliseconds
     * @param run what was found
     */
    record Entry(long size, long modified, StoredRun run) {
        static Entry of(StoredRun run, BasicFileAttributes file) {
            return new Entry(file.size(), file.lastModifiedTime().toMillis(), run);
        }

        private boolean fits(BasicFileAttributes file) {
            return size == file.size() && modified == file.lastModifiedTime().toMillis();
        }
    }

    StoreIndex(Path folder) {
        this.folder = folder;
        try (JsonReader json = new JsonReader(Files.newBufferedReader(folder.resolve(FILE)))) {
            json.beginArray();
            while (json.hasNext()) {
                Entry entry = read(json);
                entries.put(entry.run.file().getFileName().toString(), entry);
            }
        } catch (IOException | JsonParseException | IllegalStateException | DateTimeParseException
                | NumberFormatException e) {
            entries.clear();
        }
    }

    /** What is known of a file, if that still counts. */
    Optional<Entry> find(Path file, BasicFileAttributes attributes) {
        return Optional.ofNullable(entries.get(file.getFileName().toString())).filter(entry -> entry.fits(attributes));
    }

    /** Keeps these entries for the next time; not if another process is just doing the same, or nobody may. */
    void replace(Collection<Entry> all) {
        Path temporary = folder.resolve(FILE + ".new");
        try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            if (lock != null) {
                write(all, temporary);
                Files.move(temporary, folder.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
            }
        } catch (IOException | OverlappingFileLockException e) {
            // Listing works without an index, only slower.
        }
    }

    private static void write(Collection<Entry> all, Path file) throws IOException {
        try (Writer text = Files.newBufferedWriter(file); JsonWriter json = new JsonWriter(text)) {
            json.beginArray();
            for (Entry entry : all) {
                json.beginArray().value(entry.run.file().getFileName().toString()).value(entry.size)
                        .value(entry.modified).value(entry.run.started().toString()).value(entry.run.directory());
                json.value(entry.run.command().reason().orElse(null));
                for (String argument : entry.run.command().known().orElse(List.of())) {
                    json.value(argument);
                }
                json.endArray();
            }
            json.endArray();
        }
    }

    private Entry read(JsonReader json) throws IOException {
        json.beginArray();
        Path file = folder.resolve(json.nextString());
        long size = json.nextLong();
        long modified = json.nextLong();
        Instant started = Instant.parse(json.nextString());
        String directory = json.nextString();
        Value<List<String>> command = command(json);
        json.endArray();
        return new Entry(size, modified, new StoredRun(file, started, directory, command));
    }

    private static Value<List<String>> command(JsonReader json) throws IOException {
        if (json.peek() != JsonToken.NULL) {
            return Value.notAvailable(json.nextString());
        }
        json.nextNull();
        List<String> arguments = new ArrayList<>();
        while (json.hasNext()) {
            arguments.add(json.nextString());
        }
        return Value.of(List.copyOf(arguments));
    }
}
