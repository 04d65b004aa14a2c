// SPDX-License-Identifier: EPL-2.0
package org.perfctr.bridge;

/**
 * One thing that the doctor looked at.
 *
 * @param about what it is about
 * @param works whether it works here, for this user
 * @param reason why it doesn't; empty if it does
 * @param remedy the command or setting that changes it; empty if nothing does
 */
public record Finding(String about, boolean works, String reason, String remedy) {}
