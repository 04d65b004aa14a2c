// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.compare;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

import org.apache.commons.statistics.inference.FisherExactTest;
import org.perfctr.core.profile.Line;
import org.perfctr.core.run.Value;

/**
 * Compares where two sides spend their time: the share of samples of each function and line, by Fisher's exact
 * test. Shares, not samples, so that a machine that is slower as a whole changes nothing. The first sampled
 * event is compared.
 */
public final class ProfileComparison {
    private static final int EVENT = 0;

    private final Comparer comparer;
    private final List<Line> base;
    private final List<Line> other;
    private final long baseTotal;
    private final long otherTotal;

    public ProfileComparison(Side base, Side other, Comparer comparer) {
        this.comparer = comparer;
        this.base = lines(base);
        this.other = lines(other);
        baseTotal = total(this.base);
        otherTotal = total(this.other);
    }

    /** Whether one of the sides has no samples, so that there is nothing to compare. */
    public boolean isEmpty() {
        return baseTotal == 0 || otherTotal == 0;
    }

    /** The functions of both sides, those first whose shares differ most. */
    public List<Comparison> functions() {
        return compare(line -> Optional.of(line.function().label()));
    }

    /** The source lines of both sides, those first whose shares differ most. */
    public List<Comparison> lines() {
        return compare(line -> line.source().filter(source -> line.line().isPresent())
                .map(source -> source.path() + ":" + line.line().getAsInt()));
    }

    private List<Comparison> compare(Function<Line, Optional<String>> key) {
        Map<String, Long> before = samples(base, key);
        Map<String, Long> after = samples(other, key);
        List<String> keys = List.copyOf(
                new TreeSet<>(Stream.concat(before.keySet().stream(), after.keySet().stream()).toList()));
        double[] p = keys.stream().mapToDouble(k -> p(before.getOrDefault(k, 0L), after.getOrDefault(k, 0L)))
                .toArray();
        double[] corrected = FalseDiscoveries.correct(p);
        List<Comparison> comparisons = new ArrayList<>();
        for (int i = 0; i < corrected.length; i++) {
            comparisons.add(comparison(keys.get(i), before.getOrDefault(keys.get(i), 0L),
                    after.getOrDefault(keys.get(i), 0L), corrected[i]));
        }
        comparisons.sort(Comparator.comparingDouble(ProfileComparison::difference).reversed());
        return comparisons;
    }

    private Comparison comparison(String name, long before, long after, double p) {
        double share = 100.0 * before / baseTotal;
        double newShare = 100.0 * after / otherTotal;
        boolean noise = p > comparer.significance() || Math.abs(newShare - share) < 100 * comparer.minimumEffect();
        Value<Double> change = before == 0 ? Value.notAvailable("it was 0 before") : Value.of(newShare / share - 1);
        return new Comparison(name, "%", Value.of(share), Value.of(newShare), change,
                Value.notAvailable("shares of samples have none"), Value.of(p),
                noise ? Verdict.NOISE : Verdict.CHANGED);
    }

    private double p(long before, long after) {
        int[][] table = {{Math.toIntExact(before), Math.toIntExact(baseTotal - before)},
                {Math.toIntExact(after), Math.toIntExact(otherTotal - after)}};
        return FisherExactTest.withDefaults().test(table).getPValue();
    }

    private static double difference(Comparison comparison) {
        return Math.abs(comparison.base().known().orElse(0.0) - comparison.other().known().orElse(0.0));
    }

    private static List<Line> lines(Side side) {
        return side.runs().stream().flatMap(run -> run.profile().lines().stream()).toList();
    }

    private static long total(List<Line> lines) {
        return lines.stream().mapToLong(line -> line.samples().get(EVENT)).sum();
    }

    private static Map<String, Long> samples(List<Line> lines, Function<Line, Optional<String>> key) {
        Map<String, Long> samples = new TreeMap<>();
        for (Line line : lines) {
            key.apply(line).ifPresent(name -> samples.merge(name, line.samples().get(EVENT), Long::sum));
        }
        return samples;
    }
}
