// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.profile;

import java.util.List;

/**
 * A function with its own samples, without those of the functions it calls.
 *
 * @param function the function
 * @param samples the number of samples, for each sampled event
 */
public record HotFunction(Function function, List<Long> samples) {}
