// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.profile;

import java.time.Instant;
import java.util.Optional;

/**
 * A program, a library, or a part of the system such as {@code [kernel]}.
 *
 * @param number its number in the line profile
 * @param path its file, or its name in brackets
 * @param buildId the build id, in hexadecimal
 * @param modified when its file was last changed
 */
public record Module(int number, String path, Optional<String> buildId, Optional<Instant> modified) {
    /** The file's name without its folders. */
    public String name() {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** Its number, which tells it apart within a run: large maps have these as keys. */
    @Override
    public int hashCode() {
        return number;
    }
}
