// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.compare;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import org.apache.commons.statistics.descriptive.Mean;
import org.apache.commons.statistics.descriptive.Median;
import org.apache.commons.statistics.descriptive.StandardDeviation;
import org.apache.commons.statistics.distribution.TDistribution;
import org.perfctr.core.metric.Series;
import org.perfctr.core.run.Value;

/**
 * What the repetitions of one event or metric have in common. Outliers are named, and counted all the same.
 *
 * @param count how many repetitions have a value
 * @param mean their mean
 * @param median their median
 * @param deviation their standard deviation; needs two values
 * @param interval where the true mean is, with 95 % confidence; needs two values
 * @param outliers the repetitions, from 1, that are far off the others
 */
public record Summary(int count, Value<Double> mean, Value<Double> median, Value<Double> deviation,
        Value<Interval> interval, List<Integer> outliers) {
    private static final double CONFIDENCE = 0.95;
    /** The usual bound for the modified z-score, and the factor that makes it comparable to a standard deviation. */
    private static final double FAR_OFF = 3.5;
    private static final double MAD_TO_DEVIATION = 1.4826;
    private static final int FEWEST_FOR_OUTLIERS = 5;

    public Summary {
        outliers = List.copyOf(outliers);
    }

    public static Summary of(Series series) {
        double[] values = series.known();
        if (values.length == 0) {
            return new Summary(0, series.mean(), series.mean(), series.mean(),
                    series.mean().map(none -> new Interval(none, none)), List.of());
        }
        double mean = Mean.of(values).getAsDouble();
        Value<Double> deviation = values.length < 2
                ? Value.notAvailable("it takes two repetitions")
                : Value.of(StandardDeviation.of(values).getAsDouble());
        return new Summary(values.length, Value.of(mean), Value.of(median(values)), deviation,
                deviation.map(sd -> interval(mean, sd, values.length)), outliers(series));
    }

    private static Interval interval(double mean, double deviation, int count) {
        double quantile = TDistribution.of(count - 1.0).inverseSurvivalProbability((1 - CONFIDENCE) / 2);
        double margin = quantile * deviation / Math.sqrt(count);
        return new Interval(mean - margin, mean + margin);
    }

    private static List<Integer> outliers(Series series) {
        double[] values = series.known();
        if (values.length < FEWEST_FOR_OUTLIERS) {
            return List.of();
        }
        double median = median(values);
        double bound = FAR_OFF * MAD_TO_DEVIATION
                * median(Arrays.stream(values).map(value -> Math.abs(value - median)).toArray());
        return IntStream.range(0, series.values().size())
                .filter(i -> series.values().get(i).known()
                        .filter(value -> bound > 0 && Math.abs(value - median) > bound).isPresent())
                .mapToObj(i -> i + 1).toList();
    }

    private static double median(double[] values) {
        return Median.withDefaults().evaluate(values);
    }
}
