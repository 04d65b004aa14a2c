// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.run;

/**
 * The machine that a run was counted on; a text is empty, and {@code cpus} 0, when the run file does not say.
 *
 * @param name the machine's name
 * @param kernel the kernel's release
 * @param cpu the processor's model name
 * @param cpus how many CPUs were online
 */
public record Host(String name, String kernel, String cpu, int cpus) {}
