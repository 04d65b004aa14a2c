// SPDX-License-Identifier: EPL-2.0
package org.perfctr.ui.editor;

import java.util.Arrays;

/** How hot a line is, by its share of all the run's samples. Each level is an annotation type, which users restyle. */
enum HeatLevel {
    WARM(0), WARMER(0.01), HOT(0.05), HOTTER(0.10), HOTTEST(0.20);

    private final double from;

    HeatLevel(double from) {
        this.from = from;
    }

    static HeatLevel of(double share) {
        return Arrays.stream(values()).filter(level -> share >= level.from).reduce((low, high) -> high).orElseThrow();
    }

    /** The id that plugin.xml gives its annotation type. */
    String annotationType() {
        return "org.perfctr.ui.heat" + (ordinal() + 1);
    }
}
