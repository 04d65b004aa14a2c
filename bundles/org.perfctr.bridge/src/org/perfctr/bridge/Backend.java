// SPDX-License-Identifier: EPL-2.0
package org.perfctr.bridge;

/**
 * Who counts on this machine.
 *
 * @param name {@code perf} or {@code driver}
 * @param why why this one, in words
 */
public record Backend(String name, String why) {}
