// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.imports;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.perfctr.core.run.Mutation;
import org.perfctr.core.run.RunFiles;

/** Files of others with random changes become runs that can be read again, or are refused in one sentence. */
class MutatedImportsTest {
    private static final int FILES = 500;
    private static final int LONGEST = 4_000;

    @TempDir
    private Path folder;

    static Stream<Path> recordedFiles() throws IOException {
        return ImportTest.recordedFiles();
    }

    @ParameterizedTest
    @MethodSource("recordedFiles")
    void areReadOrRefusedInOneSentence(Path file) throws IOException {
        ImportFormat format = ImportFormat.of(file);
        Path mutated = folder.resolve("mutant");
        String text = Files.readString(file);
        Mutation.fuzz(text.substring(0, Math.min(LONGEST, text.length())), FILES, mutant -> {
            Files.writeString(mutated, mutant);
            StringWriter run = new StringWriter();
            try {
                RunFileWriter.write(format.read(mutated), run);
            } catch (IOException e) {
                assertTrue(e.getMessage().startsWith(mutated + ", line ") && !e.getMessage().contains("\n"),
                        e.getMessage());
                return;
            }
            RunFiles.read(run.toString());
        });
    }
}
