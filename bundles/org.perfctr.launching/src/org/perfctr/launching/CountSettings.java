// SPDX-License-Identifier: EPL-2.0
package org.perfctr.launching;

import org.eclipse.core.runtime.CoreException;
import org.eclipse.debug.core.ILaunchConfiguration;
import org.eclipse.debug.core.ILaunchConfigurationWorkingCopy;

/**
 * What a launch configuration says of counting. Immutable.
 *
 * @param events separated by commas; empty: perfex's own choice
 * @param sampling whether source lines are sampled too
 * @param sampledEvents separated by commas; empty: perfex's own choice
 * @param frequency samples per second
 * @param callGraph how the callers of samples are found
 * @param interval the milliseconds after which the run file gets the counts so far; 0: only at the end
 */
public record CountSettings(String events, boolean sampling, String sampledEvents, int frequency, CallGraph callGraph,
        int interval) {
    /** What holds for a configuration that says nothing. */
    public static final CountSettings DEFAULT = new CountSettings("", true, "", 1000, CallGraph.NONE, 1000);

    /** @param configuration of any type */
    public static CountSettings of(ILaunchConfiguration configuration) throws CoreException {
        return new CountSettings(configuration.getAttribute(CountLaunch.EVENTS, DEFAULT.events).strip(),
                configuration.getAttribute(CountLaunch.SAMPLING, DEFAULT.sampling),
                configuration.getAttribute(CountLaunch.SAMPLED_EVENTS, DEFAULT.sampledEvents).strip(),
                configuration.getAttribute(CountLaunch.FREQUENCY, DEFAULT.frequency),
                CallGraph.of(configuration.getAttribute(CountLaunch.CALL_GRAPH, DEFAULT.callGraph.option())),
                configuration.getAttribute(CountLaunch.INTERVAL, DEFAULT.interval));
    }

    /** What is as in {@link #DEFAULT} is left out, so that a configuration that says nothing stays as it is. */
    public void writeTo(ILaunchConfigurationWorkingCopy configuration) {
        write(configuration, CountLaunch.EVENTS, events, DEFAULT.events);
        write(configuration, CountLaunch.SAMPLING, sampling, DEFAULT.sampling);
        write(configuration, CountLaunch.SAMPLED_EVENTS, sampledEvents, DEFAULT.sampledEvents);
        write(configuration, CountLaunch.FREQUENCY, frequency, DEFAULT.frequency);
        write(configuration, CountLaunch.CALL_GRAPH, callGraph.option(), DEFAULT.callGraph.option());
        write(configuration, CountLaunch.INTERVAL, interval, DEFAULT.interval);
    }

    private static void write(ILaunchConfigurationWorkingCopy configuration, String key, Object value,
            Object byDefault) {
        if (value.equals(byDefault)) {
            configuration.removeAttribute(key);
        } else {
            configuration.setAttribute(key, value);
        }
    }
}
