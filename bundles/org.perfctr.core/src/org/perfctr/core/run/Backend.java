// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.run;

/**
 * The part of the system that did the counting.
 *
 * @param name {@code perf} or {@code driver}
 * @param why why this one, and not the other
 */
public record Backend(String name, String why) {}
