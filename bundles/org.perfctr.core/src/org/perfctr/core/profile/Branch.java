// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.profile;

import java.util.List;

/**
 * A function on one path through the calls of a run. What is below it is found when it is asked for. Immutable.
 * See {@link CallTree#fromOutermost}, {@link CallTree#callees} and {@link CallTree#callers}.
 */
public sealed interface Branch permits Callees, Callers {
    /** The function. */
    Function function();

    /** Where in the function most of these samples are, or the call that led to them. */
    Frame place();

    /**
     * The samples in the function and in all that it called; below a function that is shown with its callers, those
     * of that function which came this way.
     */
    long samples();

    /** Those of them that were in the function itself, and not in what it called. */
    long own();

    /** Whether it was called from somewhere, but the stack could not be followed. */
    boolean truncated();

    /** Those that it called, or those that called it; the hottest first. */
    List<Branch> branches();
}
