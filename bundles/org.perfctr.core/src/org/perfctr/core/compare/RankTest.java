// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.compare;

import java.util.Arrays;

import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.inference.MannWhitneyUTest;
import org.perfctr.core.run.Value;

/**
 * Compares two small samples by ranks (Mann, Whitney and Wilcoxon), which assumes no distribution and is not
 * misled by outliers; the change and its interval are those of Hodges and Lehmann.
 */
final class RankTest {
    private static final double TWO_SIDED_95 = NormalDistribution.of(0, 1).inverseCumulativeProbability(0.975);

    private final double[] base;
    private final double[] other;
    private final double[] ratios;

    RankTest(double[] base, double[] other) {
        this.base = base;
        this.other = other;
        ratios = Arrays.stream(base).flatMap(b -> Arrays.stream(other).map(o -> b == o ? 1 : o / b)).sorted()
                .toArray();
    }

    /** The p-value: how likely a difference like this is by chance. */
    double p() {
        return constant() ? 1 : MannWhitneyUTest.withDefaults().test(base, other).getPValue();
    }

    /** Whether all values of both sides are the same, so that there is nothing to test. */
    boolean constant() {
        return Arrays.stream(ratios).allMatch(ratio -> ratio == 1);
    }

    /** The smallest p-value that samples of these sizes can give, when one is all above the other. */
    double smallestP() {
        double orders = 1;
        for (int i = 1; i <= base.length; i++) {
            orders *= (double) (other.length + i) / i;
        }
        return 2 / orders;
    }

    /** The relative change: the median of all pairwise ratios, less 1. */
    Value<Double> change() {
        int middle = ratios.length / 2;
        double median = ratios.length % 2 == 1 ? ratios[middle] : (ratios[middle - 1] + ratios[middle]) / 2;
        return Double.isFinite(median) ? Value.of(median - 1) : Value.notAvailable("it was 0 before");
    }

    Value<Interval> interval() {
        double n = base.length;
        double m = other.length;
        int skipped = (int) Math.floor(n * m / 2 - TWO_SIDED_95 * Math.sqrt(n * m * (n + m + 1) / 12));
        if (skipped < 1) {
            return Value.notAvailable("there are too few repetitions for an interval");
        }
        Interval interval = new Interval(ratios[skipped - 1] - 1, ratios[ratios.length - skipped] - 1);
        return Double.isFinite(interval.high()) ? Value.of(interval) : Value.notAvailable("it was 0 before");
    }
}
