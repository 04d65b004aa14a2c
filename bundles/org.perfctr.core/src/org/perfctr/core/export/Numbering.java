// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.export;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Numbers things from 0, in the order in which they are first asked for.
 *
 * @param <T> immutable things
 */
class Numbering<T> {
    private final Map<T, Integer> numbers = new LinkedHashMap<>();

    int of(T thing) {
        return numbers.computeIfAbsent(thing, unknown -> numbers.size());
    }

    /** All things that have a number, in the order of these. */
    List<T> all() {
        return List.copyOf(numbers.keySet());
    }
}
