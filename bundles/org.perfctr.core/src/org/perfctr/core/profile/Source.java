// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.profile;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A source file, as the compiler knew it.
 *
 * @param number its number in the line profile
 * @param path the path as the compiler wrote it
 * @param directory the compilation directory, which a relative path is relative to
 */
public record Source(int number, String path, Optional<String> directory) {
    /** The file's name without its folders. */
    public String name() {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** Where the file was when it was compiled. */
    public Path file() {
        return Path.of(directory.orElse("")).resolve(path).normalize();
    }
}
