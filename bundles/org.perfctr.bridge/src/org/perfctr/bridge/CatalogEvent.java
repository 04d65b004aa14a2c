// SPDX-License-Identifier: EPL-2.0
package org.perfctr.bridge;

/**
 * An event that perfctr knows.
 *
 * @param name its name, as perfex's {@code -e} takes it
 * @param about what it counts
 * @param kind {@code preset}, {@code software}, {@code tsc} or the name of a processor's PMU
 * @param unit {@code ns} for times, empty for plain counts
 * @param unavailable why it can't be counted here; empty if it can
 */
public record CatalogEvent(String name, String about, String kind, String unit, String unavailable) {
    public boolean available() {
        return unavailable.isEmpty();
    }
}
