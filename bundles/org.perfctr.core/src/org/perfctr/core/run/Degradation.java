// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.run;

import java.util.Optional;

/**
 * Something that the user asked for and did not get.
 *
 * @param text what and why, in words
 * @param remedy the way out, where there is one
 */
public record Degradation(String text, Optional<String> remedy) {}
