// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.compare;

import java.util.Arrays;
import java.util.stream.DoubleStream;

import org.perfctr.core.metric.Better;
import org.perfctr.core.run.Value;

/** A test of whether two small samples differ by more than chance. */
sealed interface SampleTest permits RankTest, CostTest {
    /** The test for a quantity; the samples have at least one value each. */
    static SampleTest of(Quantity quantity, double[] base, double[] other) {
        return quantity.better() == Better.LOWER ? new CostTest(base, other) : new RankTest(base, other);
    }

    /** The p-value: how likely a difference like this is by chance. */
    double p();

    /** The relative change from base to other. */
    Value<Double> change();

    /** Where the true relative change is, with 95 % confidence. */
    Value<Interval> interval();

    double[] base();

    double[] other();

    /** Whether all values of both sides are the same, so that there is nothing to test. */
    default boolean constant() {
        return DoubleStream.concat(Arrays.stream(base()), Arrays.stream(other())).distinct().count() == 1;
    }

    /** The smallest p-value that samples of these sizes can give, when one is all above the other. */
    default double smallestP() {
        double orders = 1;
        for (int i = 1; i <= base().length; i++) {
            orders *= (double) (other().length + i) / i;
        }
        return 2 / orders;
    }
}
