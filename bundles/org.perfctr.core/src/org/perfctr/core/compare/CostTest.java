// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.compare;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;

import org.perfctr.core.run.Value;

/**
 * Compares what two small samples cost. What disturbs a program only adds to its cost, so the lower half of the
 * repetitions tells most of it: the means of the halves are compared, against what random exchanges between the sides
 * give, which assumes no distribution. The same samples always give the same result.
 *
 * @param base at least one value
 * @param other at least one value
 */
record CostTest(double[] base, double[] other) implements SampleTest {
    private static final int EXCHANGES = 9_999;
    /** The interval takes many tests, and needs less precision. */
    private static final int EXCHANGES_FOR_THE_INTERVAL = 499;
    private static final int BISECTIONS = 8;
    private static final double SIGNIFICANCE = 0.05;
    /** A change beyond this factor has no useful bound. */
    private static final double LARGEST_FACTOR = 1 << 20;

    @Override
    public double p() {
        return constant() ? 1 : p(1, EXCHANGES);
    }

    @Override
    public Value<Double> change() {
        double before = lowerMean(base);
        double after = lowerMean(other);
        if (before == after) {
            return Value.of(0.0);
        }
        return before == 0 ? Value.notAvailable("it was 0 before") : Value.of(after / before - 1);
    }

    /** All factors on the base that the test does not tell from the other side. */
    @Override
    public Value<Interval> interval() {
        double ratio = lowerMean(other) / lowerMean(base);
        if (smallestP() > SIGNIFICANCE) {
            return Value.notAvailable("there are too few repetitions for an interval");
        }
        if (!(ratio > 0) || ratio > LARGEST_FACTOR) {
            return Value.notAvailable("it is or was 0");
        }
        double low = bound(step -> ratio / step);
        double high = bound(step -> ratio * step);
        return Double.isFinite(high)
                ? Value.of(new Interval(low - 1, high - 1))
                : Value.notAvailable("it varies widely");
    }

    /** The outermost factor that is not rejected, in the direction of {@code factor} for growing steps from 1. */
    private double bound(DoubleUnaryOperator factor) {
        double inside = 1;
        double outside = 1.02;
        while (p(factor.applyAsDouble(outside), EXCHANGES_FOR_THE_INTERVAL) > SIGNIFICANCE) {
            inside = outside;
            outside *= outside;
            if (outside > LARGEST_FACTOR) {
                return factor.applyAsDouble(Double.POSITIVE_INFINITY);
            }
        }
        for (int i = 0; i < BISECTIONS; i++) {
            double middle = (inside + outside) / 2;
            if (p(factor.applyAsDouble(middle), EXCHANGES_FOR_THE_INTERVAL) > SIGNIFICANCE) {
                inside = middle;
            } else {
                outside = middle;
            }
        }
        return factor.applyAsDouble(inside);
    }

    /** The p-value when the base is multiplied by a factor. */
    private double p(double factor, int exchanges) {
        double[] scaled = Arrays.stream(base).map(value -> factor * value).toArray();
        double observed = Math.abs(lowerMean(other) - lowerMean(scaled));
        double[] all = Arrays.copyOf(scaled, base.length + other.length);
        System.arraycopy(other, 0, all, base.length, other.length);
        Arrays.sort(all);
        boolean[] ofOther = new boolean[all.length];
        Arrays.fill(ofOther, 0, other.length, true);
        SplittableRandom random = new SplittableRandom(1);
        int asLarge = 1;
        for (int i = 0; i < exchanges; i++) {
            shuffle(ofOther, random);
            double difference = lowerMean(all, ofOther, true, other.length)
                    - lowerMean(all, ofOther, false, base.length);
            asLarge += Math.abs(difference) >= observed ? 1 : 0;
        }
        return (double) asLarge / (exchanges + 1);
    }

    private static void shuffle(boolean[] flags, SplittableRandom random) {
        for (int i = flags.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            boolean flag = flags[i];
            flags[i] = flags[j];
            flags[j] = flag;
        }
    }

    private static double lowerMean(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return lowerMean(sorted, new boolean[sorted.length], false, sorted.length);
    }

    /** The mean of the lower half of one side's values; the middle one of an odd number is part of it. */
    private static double lowerMean(double[] sorted, boolean[] ofOther, boolean side, int size) {
        int half = (size + 1) / 2;
        double sum = 0;
        int taken = 0;
        for (int i = 0; taken < half; i++) {
            if (ofOther[i] == side) {
                sum += sorted[i];
                taken++;
            }
        }
        return sum / half;
    }
}
