// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.compare;

import org.perfctr.core.run.Value;

/**
 * One quantity on both sides.
 *
 * @param name the quantity's name
 * @param unit its unit
 * @param base its median on the base side
 * @param other its median on the other side
 * @param change the relative change from base to other: 0.05 is 5 % more
 * @param interval where the true relative change is, with 95 % confidence
 * @param p how likely a difference like this is by chance, corrected for the number of comparisons
 * @param verdict what follows
 */
public record Comparison(String name, String unit, Value<Double> base, Value<Double> other, Value<Double> change,
        Value<Interval> interval, Value<Double> p, Verdict verdict) {}
