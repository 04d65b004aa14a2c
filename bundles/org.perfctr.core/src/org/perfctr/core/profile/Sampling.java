// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.profile;

import java.util.OptionalLong;

/**
 * An event that was sampled. Either {@code frequency} or {@code period} is present.
 *
 * @param event the event's name
 * @param scope in which modes: {@code user}, {@code kernel} or {@code user+kernel}
 * @param frequency samples per second
 * @param period one sample every so many counts
 */
public record Sampling(String event, String scope, OptionalLong frequency, OptionalLong period) {}
