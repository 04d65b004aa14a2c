// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.store;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

import org.perfctr.core.run.Run;
import org.perfctr.core.run.RunFileReader;
import org.perfctr.core.run.RunHeader;
import org.perfctr.core.run.Value;

/**
 * A folder of run files. A run's title is its file's name without the suffix. Several threads and processes may
 * use the same folder at once; nothing is kept in memory. A folder of many runs gets an index, which only saves
 * time and can be deleted.
 */
public final class RunStore {
    /** How the names of run files end. */
    public static final String SUFFIX = ".perfrun";

    /** Below so many files to read an index would save nothing that anybody notices. */
    private static final int WORTH_AN_INDEX = 100;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

    private final Path folder;

    /** @param folder where the run files are; it is made when the first run is */
    public RunStore(Path folder) {
        this.folder = folder;
    }

    public Path folder() {
        return folder;
    }

    /**
     * The runs, newest first. Only their headers are read. A file that cannot be read is listed with the reason;
     * a file that does not have its whole header yet is not listed.
     *
     * @throws IOException if the folder cannot be read
     */
    public List<StoredRun> list() throws IOException {
        if (!Files.exists(folder)) {
            return List.of();
        }
        StoreIndex index = new StoreIndex(folder);
        List<StoreIndex.Entry> entries = new ArrayList<>();
        int read = 0;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
            for (Path file : files) {
                Optional<BasicFileAttributes> attributes = attributes(file);
                if (attributes.isPresent() && attributes.get().size() > 0) {
                    Optional<StoreIndex.Entry> known = index.find(file, attributes.get());
                    read += known.isPresent() ? 0 : 1;
                    known.or(() -> look(file, attributes.get())
                            .map(run -> StoreIndex.Entry.of(run, attributes.get()))).ifPresent(entries::add);
                }
            }
        }
        if (read > WORTH_AN_INDEX) {
            index.replace(entries);
        }
        return entries.stream().map(StoreIndex.Entry::run)
                .sorted(Comparator.comparing(StoredRun::started).reversed().thenComparing(StoredRun::title)).toList();
    }

    /** Reads one run completely. */
    public Run read(StoredRun run) throws IOException {
        return RunFileReader.read(run.file());
    }

    /** Deletes a run; one that is gone already is fine. */
    public void delete(StoredRun run) throws IOException {
        Files.deleteIfExists(run.file());
    }

    /**
     * Gives a run another title, and its file another name.
     *
     * @throws IOException with one sentence for the user if the title is taken or cannot be a file's name
     */
    public StoredRun rename(StoredRun run, String title) throws IOException {
        Path target = folder.resolve(Titles.fileName(title));
        try {
            // Unlike a move, this never replaces a run that another process has just made.
            Files.createLink(target, run.file());
        } catch (FileAlreadyExistsException e) {
            throw new IOException("A run with the title \"" + title + "\" exists already: choose another title", e);
        } catch (NoSuchFileException e) {
            throw new IOException("The run \"" + run.title() + "\" does not exist any more", e);
        } catch (UnsupportedOperationException | FileSystemException e) {
            return moved(run, target);
        }
        Files.delete(run.file());
        return new StoredRun(target, run.started(), run.directory(), run.command());
    }

    /**
     * A run file that no other caller gets, in this or any other process, empty as yet and named after the
     * program and the time.
     *
     * @param program the program's name or path
     */
    public Path newRunFile(String program) throws IOException {
        Files.createDirectories(folder);
        String title = Titles.ofProgram(program) + "-" + TIME.format(LocalDateTime.now());
        for (int next = 2;; next++) {
            try {
                return Files.createFile(folder.resolve(title + SUFFIX));
            } catch (FileAlreadyExistsException e) {
                title = title.replaceFirst("(-\\d{8}-\\d{6}).*", "$1-" + next);
            }
        }
    }

    private static Optional<BasicFileAttributes> attributes(Path file) throws IOException {
        try {
            return Optional.of(Files.readAttributes(file, BasicFileAttributes.class));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** What the file's header says; nothing when it has not been written yet, or the file has just gone. */
    private static Optional<StoredRun> look(Path file, BasicFileAttributes attributes) {
        try {
            RunHeader header = RunFileReader.readHeader(file);
            return Optional.of(new StoredRun(file, header.started(), header.directory(), Value.of(command(header))));
        } catch (IOException e) {
            return begun(file)
                    ? Optional.of(new StoredRun(file, attributes.lastModifiedTime().toInstant(), "",
                            Value.notAvailable(e.getMessage())))
                    : Optional.empty();
        }
    }

    /** Whether the file has a whole first line, or nobody may know. */
    private static boolean begun(Path file) {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            int next = in.read();
            while (next >= 0 && next != '\n') {
                next = in.read();
            }
            return next >= 0;
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    /** A CPU-wide run may have none. */
    private static List<String> command(RunHeader header) {
        return header.command().isEmpty() ? List.of(header.label()) : header.command();
    }

    private static StoredRun moved(StoredRun run, Path target) throws IOException {
        Files.move(run.file(), target);
        return new StoredRun(target, run.started(), run.directory(), run.command());
    }
}
