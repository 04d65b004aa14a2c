// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.profile;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The samples of one source line in one function.
 *
 * @param function the innermost function, inlined ones included
 * @param source the file; absent when the module has no line information there
 * @param line the line, from 1; absent when the module has no line information there
 * @param samples the number of samples, for each sampled event
 */
public record Line(Function function, Optional<Source> source, OptionalInt line, List<Long> samples) {
    public Line {
        samples = List.copyOf(samples);
    }
}
