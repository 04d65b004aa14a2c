// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.compare;

import org.perfctr.core.metric.Better;
import org.perfctr.core.metric.Series;

/**
 * Something that is compared.
 *
 * @param series its values
 * @param better which values are better
 * @param deterministic whether the same program gives the same value every time, so that one repetition will do
 * @param scope in which modes of the processor it was counted; "" where that makes no difference
 */
public record Quantity(Series series, Better better, boolean deterministic, String scope) {
    public Quantity(Series series, Better better, boolean deterministic) {
        this(series, better, deterministic, "");
    }

    public String name() {
        return series.name();
    }
}
