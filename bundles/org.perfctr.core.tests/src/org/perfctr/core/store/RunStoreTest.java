// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.perfctr.core.run.RunFiles;

class RunStoreTest {
    @TempDir
    private Path folder;

    @Test
    void isEmptyBeforeItsFolderIsMade() throws IOException {
        assertEquals(List.of(), new RunStore(folder.resolve("none")).list());
    }

    @Test
    void listsRunsNewestFirst() throws IOException {
        put("old", RunFiles.SMALL);
        put("new", RunFiles.SMALL.replace("2026-11-22T15:30", "2026-11-22T15:31"));
        assertEquals(List.of("new", "old"), titles());
    }

    @Test
    void listsACorruptFileWithItsReason() throws IOException {
        Path file = put("bad", "rubbish\n");
        StoredRun run = store().list().getFirst();
        assertEquals("bad", run.title());
        assertEquals(file + " is not a run file: its first line is not a perfctr-run header",
                run.command().reason().orElseThrow());
    }

    @Test
    void doesNotListARunThatHasNotBegun() throws IOException {
        store().newRunFile("sample");
        assertEquals(List.of(), titles());
    }

    @Test
    void readsDeletesAndRenames() throws IOException {
        put("first", RunFiles.SMALL);
        StoredRun renamed = store().rename(store().list().getFirst(), "erster Lauf");
        assertEquals(List.of("erster Lauf"), titles());
        assertTrue(store().read(renamed).complete());
        store().delete(renamed);
        store().delete(renamed);
        assertEquals(List.of(), titles());
    }

    @Test
    void doesNotRenameOntoAnotherRun() throws IOException {
        put("one", RunFiles.SMALL);
        Path two = put("two", RunFiles.SMALL + "{\"type\":\"other\"}\n");
        StoredRun one = store().list().getFirst();
        IOException refusal = assertThrows(IOException.class, () -> store().rename(one, "two"));
        assertEquals("A run with the title \"two\" exists already: choose another title", refusal.getMessage());
        assertTrue(Files.readString(two).contains("other"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a/b", "..", ".hidden"})
    void refusesATitleThatIsNoFileName(String title) throws IOException {
        put("one", RunFiles.SMALL);
        StoredRun one = store().list().getFirst();
        assertTrue(assertThrows(IOException.class, () -> store().rename(one, title)).getMessage()
                .contains("cannot be the title of a run"));
        assertEquals(List.of("one"), titles());
    }

    @Test
    void givesEveryCallerAnotherNewFile() throws IOException {
        Set<Path> files = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            assertTrue(files.add(store().newRunFile("/usr/bin/sample")));
        }
        assertTrue(files.stream().allMatch(file -> file.getFileName().toString().startsWith("sample-")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "a b\n$(x)", "/usr/bin/", "größe",
            "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
                    + "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"})
    void makesALegalFileOfAnyProgramName(String program) throws IOException {
        Path file = store().newRunFile(program);
        Files.writeString(file, RunFiles.SMALL);
        assertEquals(1, store().list().size());
    }

    @Test
    void listsManyRunsTheSameWithAnIndexAsWithout() throws IOException {
        for (int i = 0; i < 150; i++) {
            put("run" + i, i == 7 ? "rubbish\n" : RunFiles.SMALL);
        }
        List<StoredRun> first = store().list();
        assertTrue(Files.exists(folder.resolve(".perfctr-index")));
        assertEquals(first, store().list());
        put("run3", RunFiles.SMALL.replace("slow", "other") + "\n");
        store().delete(first.getLast());
        assertEquals(149, store().list().size());
        assertTrue(store().list().stream().anyMatch(run -> run.title().equals("run3")
                && run.command().known().orElseThrow().contains("other")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[", "[[1]]", "[[\"run1.perfrun\",1,1,\"noon\",\"\",null]]", "{}"})
    void makesADamagedIndexAgain(String damage) throws IOException {
        for (int i = 0; i < 101; i++) {
            put("run" + i, RunFiles.SMALL);
        }
        Files.writeString(folder.resolve(".perfctr-index"), damage);
        assertEquals(101, store().list().size());
        assertTrue(Files.size(folder.resolve(".perfctr-index")) > 100);
    }

    private RunStore store() {
        return new RunStore(folder);
    }

    private Path put(String title, String text) throws IOException {
        return Files.writeString(folder.resolve(title + RunStore.SUFFIX), text);
    }

    private List<String> titles() throws IOException {
        return store().list().stream().map(StoredRun::title).toList();
    }
}
