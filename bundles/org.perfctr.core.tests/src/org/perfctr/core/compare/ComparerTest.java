// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.compare;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.perfctr.core.metric.Better;
import org.perfctr.core.metric.Series;
import org.perfctr.core.run.Value;

class ComparerTest {
    private static final double[] TEN = {100, 101, 102, 103, 104, 105, 106, 107, 108, 109};

    @Test
    void findsAChangeThatIsMoreThanNoise() {
        Comparison comparison = compare(quantity(Better.LOWER, TEN), quantity(Better.LOWER, scaled(1.1)));
        assertEquals(Verdict.WORSE, comparison.verdict());
        assertEquals(0.1, comparison.change().known().orElseThrow(), 0.005);
        Interval interval = comparison.interval().known().orElseThrow();
        assertTrue(interval.low() > 0.05 && interval.low() < 0.1 && interval.high() > 0.1 && interval.high() < 0.15,
                interval.toString());
    }

    @Test
    void knowsWhichWayIsBetter() {
        assertEquals(Verdict.BETTER,
                compare(quantity(Better.LOWER, TEN), quantity(Better.LOWER, scaled(0.9))).verdict());
        assertEquals(Verdict.BETTER,
                compare(quantity(Better.HIGHER, TEN), quantity(Better.HIGHER, scaled(1.1))).verdict());
        assertEquals(Verdict.CHANGED,
                compare(quantity(Better.NEITHER, TEN), quantity(Better.NEITHER, scaled(1.1))).verdict());
    }

    @Test
    void callsTheSameValuesNoise() {
        assertEquals(Verdict.NOISE, compare(quantity(Better.LOWER, TEN), quantity(Better.LOWER, TEN)).verdict());
        double[] constant = {7, 7, 7, 7};
        assertEquals(Verdict.NOISE,
                compare(quantity(Better.LOWER, constant), quantity(Better.LOWER, constant)).verdict());
    }

    @Test
    void callsAChangeBelowTheMinimumEffectNoise() {
        double[] base = {1000, 1000.1, 1000.2, 1000.3, 1000.4};
        double[] other = {1005, 1005.1, 1005.2, 1005.3, 1005.4};
        assertEquals(Verdict.NOISE, compare(quantity(Better.LOWER, base), quantity(Better.LOWER, other)).verdict());
        assertEquals(Verdict.WORSE, new Comparer(0.05, 0.001)
                .compare(List.of(quantity(Better.LOWER, base)), List.of(quantity(Better.LOWER, other))).getFirst()
                .verdict());
    }

    @Test
    void isNotMisledByAnOutlier() {
        double[] other = TEN.clone();
        other[3] = 10_000;
        assertEquals(Verdict.NOISE, compare(quantity(Better.LOWER, TEN), quantity(Better.LOWER, other)).verdict());
    }

    @Test
    void seesACostThroughTheDisturbanceOfSomeRepetitions() {
        double[] base = {100, 100.5, 101, 101.5, 102, 103, 104, 125, 160, 133};
        double[] other = {105, 105.5, 106, 106.5, 107, 108, 109, 115, 121, 118};
        Comparison comparison = compare(quantity(Better.LOWER, base), quantity(Better.LOWER, other));
        assertEquals(Verdict.WORSE, comparison.verdict());
        assertEquals(0.05, comparison.change().known().orElseThrow(), 0.001);
        Interval interval = comparison.interval().known().orElseThrow();
        assertTrue(interval.low() > 0 && interval.low() < 0.05 && interval.high() > 0.05, interval.toString());
    }

    @Test
    void hasNoVerdictOnTooFewRepetitions() {
        double[] three = {1, 2, 3};
        double[] more = {10, 20, 30};
        assertEquals(Verdict.UNKNOWN, compare(quantity(Better.LOWER, three), quantity(Better.LOWER, more)).verdict());
        Comparison single = compare(quantity(Better.LOWER, 1), quantity(Better.LOWER, 2));
        assertEquals(Verdict.UNKNOWN, single.verdict());
        assertEquals(Value.of(1.0), single.change());
        assertEquals(Value.notAvailable("it takes two repetitions on each side"), single.p());
    }

    @Test
    void takesOneRepetitionOfADeterministicQuantity() {
        Quantity base = new Quantity(series(1000), Better.LOWER, true);
        assertEquals(Verdict.WORSE, compare(base, new Quantity(series(1020), Better.LOWER, true)).verdict());
        assertEquals(Verdict.NOISE, compare(base, new Quantity(series(1001), Better.LOWER, true)).verdict());
    }

    @Test
    void hasNoVerdictOnWhatASideDoesNotHave() {
        Series none = new Series("x", "", List.of(Value.notAvailable("no counter")));
        Quantity missing = new Quantity(none, Better.LOWER, true);
        for (Quantity other : List.of(missing, new Quantity(series(5), Better.LOWER, true))) {
            assertEquals(Verdict.UNKNOWN, compare(missing, other).verdict());
            assertEquals(Verdict.UNKNOWN, compare(other, missing).verdict());
            assertEquals(Value.notAvailable("no counter"), compare(missing, other).change());
        }
    }

    @Test
    void needsADeterministicQuantityOnBothSides() {
        Quantity user = new Quantity(series(1000), Better.LOWER, true);
        Quantity all = new Quantity(series(1500), Better.LOWER, false);
        assertEquals(Verdict.UNKNOWN, compare(user, all).verdict());
        assertEquals(Verdict.UNKNOWN, compare(all, user).verdict());
    }

    @Test
    void doesNotTakeOtherModesForAChange() {
        double[] user = {1000, 1000, 1001, 1000, 1000, 1000};
        double[] all = {1500, 1501, 1502, 1500, 1501, 1503};
        Comparison comparison = compare(new Quantity(series(user), Better.LOWER, true, "user"),
                new Quantity(series(all), Better.LOWER, false, "user+kernel"));
        assertEquals(Verdict.UNKNOWN, comparison.verdict());
        assertEquals(Value.notAvailable("it was counted in other modes: user against user+kernel"), comparison.p());
    }

    @Test
    void takesFewRepetitionsOfADeterministicQuantityAsItTakesOne() {
        Quantity base = new Quantity(series(1000, 1000, 1000), Better.LOWER, true);
        Quantity more = new Quantity(series(1020, 1021, 1020), Better.LOWER, true);
        assertEquals(Verdict.WORSE, compare(base, more).verdict());
        assertEquals(Verdict.NOISE, compare(base, base).verdict());
    }

    @Test
    void saysThatARelativeChangeFromZeroIsNotAvailable() {
        double[] zeros = {0, 0, 0, 0, 0};
        double[] some = {5, 6, 7, 8, 9};
        Comparison comparison = compare(quantity(Better.LOWER, zeros), quantity(Better.LOWER, some));
        assertEquals(Value.notAvailable("it was 0 before"), comparison.change());
        assertEquals(Verdict.WORSE, comparison.verdict());
    }

    @Test
    void correctsForTheNumberOfComparisons() {
        assertArrayEquals(new double[]{0.04, 0.04, 0.04, 0.04},
                FalseDiscoveries.correct(new double[]{0.01, 0.04, 0.03, 0.02}), 1e-12);
        assertArrayEquals(new double[]{0.003, 1, 0.75}, FalseDiscoveries.correct(new double[]{0.001, 1, 0.5}),
                1e-12);
    }

    @Test
    void callsAtMostFivePercentOfEqualQuantitiesChanged() {
        Random random = new Random(1);
        long changed = IntStream.range(0, 200)
                .mapToObj(i -> new Comparer(0.05, 0).compare(random(random), random(random)))
                .flatMap(List::stream).filter(comparison -> comparison.verdict() != Verdict.NOISE).count();
        assertTrue(changed <= 0.05 * 200 * 10, changed + " of 2000");
    }

    private static List<Quantity> random(Random random) {
        return IntStream.range(0, 10)
                .mapToObj(i -> new Quantity(new Series("q" + i, "", IntStream.range(0, 10)
                        .mapToObj(repetition -> Value.of(Math.exp(random.nextGaussian()))).toList()), Better.LOWER,
                        false))
                .toList();
    }

    private static Comparison compare(Quantity base, Quantity other) {
        return Comparer.standard().compare(List.of(base), List.of(other)).getFirst();
    }

    private static Quantity quantity(Better better, double... values) {
        return new Quantity(series(values), better, false);
    }

    private static Series series(double... values) {
        return new Series("x", "", Arrays.stream(values).mapToObj(Value::of).toList());
    }

    private static double[] scaled(double factor) {
        return Arrays.stream(TEN).map(value -> factor * value).toArray();
    }
}
