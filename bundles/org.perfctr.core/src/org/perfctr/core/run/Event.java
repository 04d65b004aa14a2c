// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.run;

import java.util.Optional;

/**
 * What a counter counted in a run.
 *
 * @param name its name, unique in the run: {@code task-clock}
 * @param unit {@code ns} for times; absent for plain counts
 * @param scope in which modes it was counted: {@code user}, {@code kernel} or {@code user+kernel}
 * @param unavailable why it could not be counted; absent when it could
 */
public record Event(String name, Optional<String> unit, String scope, Optional<String> unavailable) {}
