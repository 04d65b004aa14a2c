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
import org.perfctr.core.profile.LineProfile;
import org.perfctr.core.profile.Sampling;
import org.perfctr.core.run.Run;
import org.perfctr.core.run.Value;

/**
 * Compares where two sides spend their time: the share of samples of each function and line, by Fisher's exact
 * test. Shares, not samples, so that a machine that is slower as a whole changes nothing.
 */
public final class ProfileComparison {
    /** A line with its samples of the event that is compared. */
    private record Hit(Line line, long samples) {}

    private static final int MOST_BITS = 20;

    private final Comparer comparer;
    private final List<String> events;
    private final Optional<String> event;
    private final boolean bothSampled;
    private final List<Hit> base;
    private final List<Hit> other;
    private final long baseTotal;
    private final long otherTotal;

    /** Compares the first sampled event of the base that all runs with samples have. */
    public ProfileComparison(Side base, Side other, Comparer comparer) {
        this(base, other, comparer, "");
    }

    /** @param wanted the sampled event to compare, if all runs with samples have it, and else the first one that they have */
    public ProfileComparison(Side base, Side other, Comparer comparer, String wanted) {
        this.comparer = comparer;
        events = events(base).distinct().filter(name -> sampled(base, name)).filter(name -> sampled(other, name))
                .toList();
        event = events.stream().filter(wanted::equals).findFirst().or(() -> events.stream().findFirst());
        bothSampled = profiles(base).findAny().isPresent() && profiles(other).findAny().isPresent();
        this.base = event.map(name -> hits(base, name)).orElse(List.of());
        this.other = event.map(name -> hits(other, name)).orElse(List.of());
        baseTotal = total(this.base);
        otherTotal = total(this.other);
    }

    /** The sampled events that all runs with samples have. */
    public List<String> events() {
        return events;
    }

    /** The sampled event that is compared; absent if the runs have none in common. */
    public Optional<String> event() {
        return event;
    }

    /** Why there is nothing to compare although both sides have samples; absent if there is something. */
    public Optional<String> whyNone() {
        return bothSampled && event.isEmpty()
                ? Optional.of("Functions and lines are not compared: the runs have no sampled event in common")
                : Optional.empty();
    }

    /** Whether one of the sides has no samples of the event, so that there is nothing to compare. */
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
        int[][] table = {row(before, baseTotal), row(after, otherTotal)};
        return FisherExactTest.withDefaults().test(table).getPValue();
    }

    /**
     * The test takes 31 bits and a time that grows with the numbers. A side that has more samples than a million is
     * halved until it has not, which still tells any difference that matters.
     */
    private static int[] row(long samples, long total) {
        int halvings = Math.max(0, Long.SIZE - Long.numberOfLeadingZeros(total) - MOST_BITS);
        return new int[]{(int) (samples >> halvings), (int) (total - samples >> halvings)};
    }

    private static double difference(Comparison comparison) {
        return Math.abs(comparison.base().known().orElse(0.0) - comparison.other().known().orElse(0.0));
    }

    /** Those of the runs that have samples. */
    private static Stream<LineProfile> profiles(Side side) {
        return side.runs().stream().map(Run::profile).filter(profile -> !profile.isEmpty());
    }

    private static Stream<String> events(Side side) {
        return profiles(side).flatMap(profile -> profile.sampling().stream()).map(Sampling::event);
    }

    private static boolean sampled(Side side, String name) {
        return profiles(side).allMatch(profile -> profile.event(name).isPresent());
    }

    private static List<Hit> hits(Side side, String name) {
        return profiles(side).flatMap(profile -> hits(profile, profile.event(name).getAsInt())).toList();
    }

    private static Stream<Hit> hits(LineProfile profile, int index) {
        return profile.lines().stream().map(line -> new Hit(line, line.samples().get(index)))
                .filter(hit -> hit.samples > 0);
    }

    private static long total(List<Hit> hits) {
        return hits.stream().mapToLong(Hit::samples).sum();
    }

    private static Map<String, Long> samples(List<Hit> hits, Function<Line, Optional<String>> key) {
        Map<String, Long> samples = new TreeMap<>();
        for (Hit hit : hits) {
            key.apply(hit.line).ifPresent(name -> samples.merge(name, hit.samples, Long::sum));
        }
        return samples;
    }
}
