// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.profile;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** The nodes of a {@link CallTree}, named by their numbers; in arrays, because there may be a million. */
final class CallNodes {
    /** No node, or none that counts. */
    static final int NONE = -1;

    private final List<Frame> places;
    private final List<Function> functions;
    private final int[] functionOfPlace;
    private final int[] place;
    private final int[] caller;
    private final BitSet truncated;
    private final long[][] own;
    private final long[][] totals;
    private final int[] firstCallee;
    private final int[] nextSibling;
    private int firstRoot = NONE;

    /**
     * @param places the different places
     * @param place which of them each node is
     * @param caller the node that each was called from, smaller than its own number
     * @param truncated the outermost nodes whose callers are not known
     * @param own for each event the samples of each node
     */
    CallNodes(List<Frame> places, int[] place, int[] caller, BitSet truncated, long[][] own) {
        this.places = List.copyOf(places);
        this.place = place;
        this.caller = caller;
        this.truncated = truncated;
        this.own = own;
        Map<Function, Integer> numbers = new LinkedHashMap<>();
        functionOfPlace = places.stream().mapToInt(each -> numbers.computeIfAbsent(each.function(),
                none -> numbers.size())).toArray();
        functions = List.copyOf(numbers.keySet());
        totals = Arrays.stream(own).map(this::totals).toArray(long[][]::new);
        firstCallee = new int[place.length];
        nextSibling = new int[place.length];
        link();
    }

    private long[] totals(long[] ofNodes) {
        long[] sums = ofNodes.clone();
        for (int node = sums.length - 1; node >= 0; node--) {
            if (caller[node] != NONE) {
                sums[caller[node]] += sums[node];
            }
        }
        return sums;
    }

    private void link() {
        Arrays.fill(firstCallee, NONE);
        for (int node = place.length - 1; node >= 0; node--) {
            if (caller[node] == NONE) {
                nextSibling[node] = firstRoot;
                firstRoot = node;
            } else {
                nextSibling[node] = firstCallee[caller[node]];
                firstCallee[caller[node]] = node;
            }
        }
    }

    int size() {
        return place.length;
    }

    int events() {
        return own.length;
    }

    List<Frame> places() {
        return places;
    }

    List<Function> functions() {
        return functions;
    }

    /** The number of a node's place. */
    int place(int node) {
        return place[node];
    }

    /** The number of a node's function. */
    int function(int node) {
        return functionOfPlace[place[node]];
    }

    int caller(int node) {
        return caller[node];
    }

    boolean truncated(int node) {
        return truncated.get(node);
    }

    long own(int event, int node) {
        return own[event][node];
    }

    /** The node's samples and those of all below it. */
    long total(int event, int node) {
        return totals[event][node];
    }

    boolean sampled(int node) {
        return Arrays.stream(own).anyMatch(ofNodes -> ofNodes[node] > 0);
    }

    List<Long> samples(int node) {
        return Arrays.stream(own).map(ofNodes -> ofNodes[node]).toList();
    }

    /** The places from a node out to the outermost caller. */
    List<Frame> stack(int innermost) {
        List<Frame> frames = new ArrayList<>();
        for (int node = innermost; node != NONE; node = caller[node]) {
            frames.add(places.get(place[node]));
        }
        return frames;
    }

    IntStream roots() {
        return siblings(firstRoot);
    }

    IntStream callees(int node) {
        return siblings(firstCallee[node]);
    }

    private IntStream siblings(int first) {
        return IntStream.iterate(first, node -> node != NONE, node -> nextSibling[node]);
    }

    /** The positions in an array of nodes, grouped by the functions of the nodes. */
    List<int[]> byFunction(int[] nodes) {
        long[] sorted = IntStream.range(0, nodes.length).mapToLong(i -> (long) function(nodes[i]) << Integer.SIZE | i)
                .sorted().toArray();
        List<int[]> groups = new ArrayList<>();
        for (int start = 0, end = 0; start < sorted.length; start = end) {
            while (end < sorted.length && sorted[end] >> Integer.SIZE == sorted[start] >> Integer.SIZE) {
                end++;
            }
            groups.add(Arrays.stream(sorted, start, end).mapToInt(packed -> (int) packed).toArray());
        }
        return groups;
    }

    /**
     * The place that most samples are of.
     *
     * @param weight the samples of each position in the array
     */
    Frame hottestPlace(int[] nodes, IntToLongFunction weight) {
        Map<Integer, Long> samples = new HashMap<>();
        for (int i = 0; i < nodes.length; i++) {
            samples.merge(place[nodes[i]], weight.applyAsLong(i), Long::sum);
        }
        return places.get(Collections.max(samples.entrySet(), Map.Entry.comparingByValue()).getKey());
    }

    /** Enters each node before, and leaves it after, those that it calls; stacks may be too deep to recurse. */
    void walk(IntConsumer enter, IntConsumer leave) {
        int node = firstRoot;
        while (node != NONE) {
            enter.accept(node);
            if (firstCallee[node] != NONE) {
                node = firstCallee[node];
                continue;
            }
            leave.accept(node);
            while (nextSibling[node] == NONE && caller[node] != NONE) {
                node = caller[node];
                leave.accept(node);
            }
            node = nextSibling[node];
        }
    }

    static List<Long> boxed(long[] numbers) {
        return LongStream.of(numbers).boxed().toList();
    }
}
