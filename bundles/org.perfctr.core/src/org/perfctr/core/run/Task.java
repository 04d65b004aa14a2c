// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.run;

import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * A thread or process of a counted program.
 *
 * @param number its number in the run, from 1, unique
 * @param tid the kernel's thread id, which may recur
 * @param pid the kernel's process id, which may recur
 * @param parent the number of the task that started it; absent for the root
 * @param name the last name it had; empty when it had none
 * @param started nanoseconds since the start of the run
 * @param ended nanoseconds since the start of the run; absent when its end was not seen
 * @param counts its own counts, without its children's
 */
public record Task(int number, int tid, int pid, OptionalInt parent, String name, long started, OptionalLong ended,
        Counts counts) {
    /** Whether it is a process, or else a further thread of one. */
    public boolean process() {
        return tid == pid;
    }
}
