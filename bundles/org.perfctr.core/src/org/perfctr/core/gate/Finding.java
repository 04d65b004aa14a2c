// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.gate;

/**
 * What a gate found of one event, metric or assertion.
 *
 * @param name the event, metric or assertion
 * @param failed whether the gate fails because of it
 * @param text what was found, as a clause
 */
public record Finding(String name, boolean failed, String text) {}
