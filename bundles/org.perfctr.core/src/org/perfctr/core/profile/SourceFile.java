// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.profile;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Reads source files that a run names. A run may come from elsewhere and name anything, devices for one. */
public final class SourceFile {
    private static final long LARGEST = 32 << 20;

    private SourceFile() {}

    /** @throws IOException with one sentence for the user if there is no such file, or it is no source file */
    public static List<String> lines(Path file) throws IOException {
        return new String(bytes(file), StandardCharsets.UTF_8).lines().toList();
    }

    static byte[] bytes(Path file) throws IOException {
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw new IOException(file + " is not on this machine, or cannot be read: the source file is needed");
        }
        if (Files.size(file) > LARGEST) {
            throw new IOException(file + " has more than 32 MiB: that is no source file");
        }
        return Files.readAllBytes(file);
    }
}
