// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.export;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.perfctr.core.profile.Frame;

/** Numbers frames from 0, in the order in which they are first asked for. */
class FrameTable {
    private final Map<Frame, Integer> numbers = new LinkedHashMap<>();

    int number(Frame frame) {
        return numbers.computeIfAbsent(frame, unknown -> numbers.size());
    }

    List<Frame> frames() {
        return List.copyOf(numbers.keySet());
    }
}
