// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.run;

/** How a program ended. */
public sealed interface ExitStatus {
    /** It ended by itself with this status, 0 to 255. */
    record Exited(int status) implements ExitStatus {}

    /** A signal with this number ended it. */
    record Signaled(int signal) implements ExitStatus {}

    /** Whether the program ended by itself with status 0. */
    default boolean success() {
        return equals(new Exited(0));
    }

    /** "exit status 2" or "killed by signal 9". */
    default String text() {
        return switch (this) {
            case Exited(int status) -> "exit status " + status;
            case Signaled(int signal) -> "killed by signal " + signal;
        };
    }
}
