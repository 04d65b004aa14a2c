// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.compare;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

import org.perfctr.core.metric.Better;
import org.perfctr.core.run.Value;

/**
 * Compares quantities of two sides. All quantities that are given together are one family: the p-values are
 * corrected for the number of those that vary at all.
 *
 * @param significance the highest corrected p-value that is not taken for chance: 0.05
 * @param minimumEffect the smallest relative change that matters: 0.01
 */
public record Comparer(double significance, double minimumEffect) {
    /** 5 % significance, 1 % minimum effect. */
    public static Comparer standard() {
        return new Comparer(0.05, 0.01);
    }

    /** The quantities that both sides have, compared in the base's order. */
    public List<Comparison> compare(List<Quantity> base, List<Quantity> other) {
        Map<String, Quantity> others = other.stream().collect(Collectors.toMap(Quantity::name, q -> q, (a, b) -> a));
        List<Pair> pairs = base.stream().filter(quantity -> others.containsKey(quantity.name()))
                .map(quantity -> Pair.of(quantity, others.get(quantity.name()))).toList();
        double[] p = pairs.stream().flatMap(pair -> pair.test.stream()).filter(test -> !test.constant())
                .mapToDouble(SampleTest::p).toArray();
        Iterator<Double> corrected = DoubleStream.of(FalseDiscoveries.correct(p)).iterator();
        List<Comparison> comparisons = new ArrayList<>();
        for (Pair pair : pairs) {
            comparisons.add(pair.test.map(test -> tested(pair, test, test.constant() ? 1 : corrected.next()))
                    .orElseGet(() -> untested(pair)));
        }
        return comparisons;
    }

    private Comparison tested(Pair pair, SampleTest test, double p) {
        Value<Double> change = test.change();
        if (!pair.base.scope().equals(pair.other.scope())) {
            return undecided(pair, change, "it was counted in other modes: " + pair.base.scope() + " against "
                    + pair.other.scope(), Verdict.UNKNOWN);
        }
        return new Comparison(pair.base.name(), pair.base.series().unit(), pair.baseMedian(), pair.otherMedian(),
                change, test.interval(), Value.of(p), verdict(pair, test, p));
    }

    private Verdict verdict(Pair pair, SampleTest test, double p) {
        if (test.smallestP() > significance) {
            return untestedVerdict(pair, test.change());
        }
        return p > significance ? Verdict.NOISE : effect(test.change(), pair.base.better());
    }

    /** Too few repetitions for a test: only what is deterministic on both sides allows a verdict. */
    private Verdict untestedVerdict(Pair pair, Value<Double> change) {
        return pair.deterministic() ? effect(change, pair.base.better()) : Verdict.UNKNOWN;
    }

    /** At most one repetition on a side. */
    private Comparison untested(Pair pair) {
        Value<Double> change = pair.baseMedian().flatMap(base -> pair.otherMedian().flatMap(
                other -> SampleTest.of(pair.base, new double[]{base}, new double[]{other}).change()));
        String why = change.reason().orElse("it takes two repetitions on each side");
        return undecided(pair, change, why, untestedVerdict(pair, change));
    }

    private static Comparison undecided(Pair pair, Value<Double> change, String why, Verdict verdict) {
        return new Comparison(pair.base.name(), pair.base.series().unit(), pair.baseMedian(), pair.otherMedian(),
                change, Value.notAvailable(why), Value.notAvailable(why), verdict);
    }

    private Verdict effect(Value<Double> change, Better better) {
        Optional<Double> known = change.known();
        if (known.filter(size -> Math.abs(size) < minimumEffect).isPresent()) {
            return Verdict.NOISE;
        }
        if (known.isEmpty() || better == Better.NEITHER) {
            return change.known().isEmpty() && better == Better.LOWER ? Verdict.WORSE : Verdict.CHANGED;
        }
        return known.get() > 0 == (better == Better.HIGHER) ? Verdict.BETTER : Verdict.WORSE;
    }

    /** @param test absent if a side has fewer than two values */
    private record Pair(Quantity base, Quantity other, Optional<SampleTest> test) {
        static Pair of(Quantity base, Quantity other) {
            double[] left = base.series().known();
            double[] right = other.series().known();
            return new Pair(base, other, left.length < 2 || right.length < 2
                    ? Optional.empty()
                    : Optional.of(SampleTest.of(base, left, right)));
        }

        /** Whether both sides have a value that is the same in every repetition. */
        boolean deterministic() {
            return base.deterministic() && other.deterministic() && baseMedian().known().isPresent()
                    && otherMedian().known().isPresent();
        }

        Value<Double> baseMedian() {
            return Summary.of(base.series()).median();
        }

        Value<Double> otherMedian() {
            return Summary.of(other.series()).median();
        }
    }
}
