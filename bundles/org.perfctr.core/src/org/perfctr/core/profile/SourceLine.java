// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.profile;

import java.util.List;

/**
 * The samples of one line of one file, over all functions that its code is in.
 *
 * @param number the line, from 1
 * @param samples the number of samples, for each sampled event
 * @param functions the functions, the hottest first
 */
public record SourceLine(int number, List<Long> samples, List<Function> functions) {}
