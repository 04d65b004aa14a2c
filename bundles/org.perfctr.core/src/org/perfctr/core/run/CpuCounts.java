// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.run;

/**
 * What one CPU counted in a repetition of a CPU-wide run, whoever ran on it.
 *
 * @param cpu the kernel's number of the CPU, from 0
 * @param counts its counts
 */
public record CpuCounts(int cpu, Counts counts) {}
