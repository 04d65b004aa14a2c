// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.profile;

import java.util.List;

/**
 * A call with the samples in what it called.
 *
 * @param from the place of the call
 * @param callee the function that is called
 * @param samples the number of samples, for each sampled event
 */
public record CallSite(Frame from, Function callee, List<Long> samples) {}
