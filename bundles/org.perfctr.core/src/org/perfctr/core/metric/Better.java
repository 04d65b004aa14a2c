// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.metric;

/** Which values of a quantity are better. */
public enum Better {
    LOWER, HIGHER, NEITHER
}
