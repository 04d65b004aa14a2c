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
record RankTest(double[] base, double[] other) implements SampleTest {
    private static final double TWO_SIDED_95 = NormalDistribution.of(0, 1).inverseCumulativeProbability(0.975);

    @Override
    public double p() {
        return constant() ? 1 : MannWhitneyUTest.withDefaults().test(base, other).getPValue();
    }

    /** The median of all pairwise ratios, less 1. */
    @Override
    public Value<Double> change() {
        double[] ratios = ratios();
        int middle = ratios.length / 2;
        double median = ratios.length % 2 == 1 ? ratios[middle] : (ratios[middle - 1] + ratios[middle]) / 2;
        return Double.isFinite(median) ? Value.of(median - 1) : Value.notAvailable("it was 0 before");
    }

    @Override
    public Value<Interval> interval() {
        double[] ratios = ratios();
        double n = base.length;
        double m = other.length;
        int skipped = (int) Math.floor(n * m / 2 - TWO_SIDED_95 * Math.sqrt(n * m * (n + m + 1) / 12));
        if (skipped < 1) {
            return Value.notAvailable("there are too few repetitions for an interval");
        }
        Interval interval = new Interval(ratios[skipped - 1] - 1, ratios[ratios.length - skipped] - 1);
        return Double.isFinite(interval.high()) ? Value.of(interval) : Value.notAvailable("it was 0 before");
    }

    private double[] ratios() {
        return Arrays.stream(base).flatMap(b -> Arrays.stream(other).map(o -> b == o ? 1 : o / b)).sorted()
                .toArray();
    }
}
