// SPDX-License-Identifier: EPL-2.0
package org.perfctr.launching;

/** The names that launch configurations, launches and preferences have for counting. */
public final class CountLaunch {
    /** The launch mode; the platform shows its id to the user: "Create, manage, and count configurations". */
    public static final String MODE = "count";

    /** The launch type of programs that belong to no other tool: {@link #PROGRAM} and what follows it. */
    public static final String NATIVE_PROGRAM_TYPE = "org.perfctr.launching.nativeProgram";

    /**
     * Of a Native Program: its file, as an absolute or workspace path or a name on the PATH. Variables allowed.
     */
    public static final String PROGRAM = "org.perfctr.launching.program";

    /** Of a Native Program: its arguments as one string, quoted as in a shell. Variables allowed. */
    public static final String ARGUMENTS = "org.perfctr.launching.arguments";

    /**
     * Of a Native Program: its working directory; absent: the program's project, else our own. Variables allowed.
     */
    public static final String WORKING_DIRECTORY = "org.perfctr.launching.workingDirectory";

    /** Of any type: the events to count, separated by commas, a string; absent or empty: perfex's own choice. */
    public static final String EVENTS = "org.perfctr.launching.events";

    /** Of any type: whether source lines are sampled too, a boolean. */
    public static final String SAMPLING = "org.perfctr.launching.sampling";

    /** Of any type: the events to sample, separated by commas, a string; empty: perfex's own choice. */
    public static final String SAMPLED_EVENTS = "org.perfctr.launching.sampledEvents";

    /** Of any type: the samples per second, an int. */
    public static final String FREQUENCY = "org.perfctr.launching.frequency";

    /** Of any type: how callers are found, a string: {@code fp} or {@code dwarf}; absent or empty: they are not. */
    public static final String CALL_GRAPH = "org.perfctr.launching.callGraph";

    /** Of any type: how often the run file gets the counts so far, an int, in milliseconds; 0: only at the end. */
    public static final String INTERVAL = "org.perfctr.launching.interval";

    /** Of a launch in the mode: the absolute path of its run file. */
    public static final String RUN_FILE = "org.perfctr.launching.runFile";

    /**
     * A preference of the bundle org.perfctr.launching: a run that has ended becomes active, a boolean; absent:
     * true.
     */
    public static final String ACTIVATE_NEW = "activateNewRuns";

    private CountLaunch() {}
}
