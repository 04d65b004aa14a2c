// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.profile;

import java.util.List;

/**
 * The samples in a function that was inlined where a source line calls it, with what it calls inlined itself.
 * They are samples of the function's own lines and not of the calling one.
 *
 * @param line the line of the call, from 1
 * @param callee the inlined function
 * @param samples the number of samples, for each sampled event
 */
public record InlinedCall(int line, Function callee, List<Long> samples) {}
