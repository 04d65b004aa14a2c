// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.store;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

import org.perfctr.core.run.Value;

/**
 * A run file in a run store.
 *
 * @param file the run file
 * @param started when the run was started; when the file was last changed if it cannot be read
 * @param directory the program's working directory; empty when the file cannot be read
 * @param command the program and its arguments; not available, with the reason, when the file cannot be read
 */
public record StoredRun(Path file, Instant started, String directory, Value<List<String>> command) {
    /** The file's name without its suffix. */
    public String title() {
        String name = file.getFileName().toString();
        return name.substring(0, name.length() - RunStore.SUFFIX.length());
    }
}
