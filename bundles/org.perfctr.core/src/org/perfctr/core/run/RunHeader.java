// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.run;

import java.time.Instant;
import java.util.List;

import org.perfctr.core.profile.Sampling;

/**
 * What is known of a run from its first moment on.
 *
 * @param perfex the version of perfex that counted
 * @param started when; all {@code time} values of the run are nanoseconds since then
 * @param command the program and its arguments, never empty
 * @param directory the program's working directory
 * @param host the machine
 * @param backend what counted
 * @param events what was counted
 * @param sampling what was sampled; empty when nothing was
 */
public record RunHeader(String perfex, Instant started, List<String> command, String directory, Host host,
        Backend backend, List<Event> events, List<Sampling> sampling) {
    public RunHeader {
        command = List.copyOf(command);
        events = List.copyOf(events);
        sampling = List.copyOf(sampling);
    }

    /** The program's name without its folder. */
    public String program() {
        String path = command.getFirst();
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
