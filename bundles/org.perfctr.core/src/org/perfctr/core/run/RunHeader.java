// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.run;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import org.perfctr.core.profile.Sampling;

/**
 * What is known of a run from its first moment on.
 *
 * @param perfex the version of perfex that counted
 * @param started when; all {@code time} values of the run are nanoseconds since then
 * @param command the program and its arguments; empty only in a CPU-wide run without a program
 * @param directory the program's working directory
 * @param host the machine
 * @param backend what counted
 * @param events what was counted
 * @param sampling what was sampled; empty when nothing was
 * @param attached the processes that perfex attached to; empty when it started the program itself
 * @param cpus the CPUs that were counted, whoever ran on them; empty when tasks were counted
 * @param pair the run that was made in alternation with this one
 */
public record RunHeader(String perfex, Instant started, List<String> command, String directory, Host host,
        Backend backend, List<Event> events, List<Sampling> sampling, List<Integer> attached, List<Integer> cpus,
        Optional<Pair> pair) {
    public RunHeader {
        command = List.copyOf(command);
        events = List.copyOf(events);
        sampling = List.copyOf(sampling);
        attached = List.copyOf(attached);
        cpus = List.copyOf(cpus);
    }

    /** What was counted, in words: the command line, the processes or the CPUs. */
    public String label() {
        String program = String.join(" ", command);
        if (!cpus.isEmpty()) {
            return (program.isEmpty() ? "" : program + ", ") + "all tasks on CPU " + listed(cpus);
        }
        return attached.isEmpty() ? program : program + ", attached to process " + listed(attached);
    }

    /** The program's name without its folder; empty when there was no program. */
    public String program() {
        String path = command.isEmpty() ? "" : command.getFirst();
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private static String listed(List<Integer> numbers) {
        return numbers.stream().map(Object::toString).collect(Collectors.joining(", "));
    }
}
