// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.profile;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * A place in a function: where a sample was, or where the call is that led there.
 *
 * @param function the function
 * @param source the file, where known
 * @param line the line, from 1, where known
 */
public record Frame(Function function, Optional<Source> source, OptionalInt line) {
    /** The file's name and the line, as far as they are known; empty when neither is. */
    public String label() {
        String name = source.map(Source::name).orElse("");
        return source.isPresent() && line.isPresent() ? name + ":" + line.getAsInt() : name;
    }
}
