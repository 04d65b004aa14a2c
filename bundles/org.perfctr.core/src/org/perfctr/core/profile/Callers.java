// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.profile;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** A function, or one of those that called it, and below those that called that one. */
final class Callers implements Branch {
    private final CallNodes nodes;
    private final int event;
    /** The nodes that no node of their own function is above of. */
    private final BitSet outermost;
    /** The nodes of the function whose callers are shown, as far as they were called this way; ascending. */
    private final int[] starts;
    /** The node of this function that each of them was called from. */
    private final int[] members;
    private final long samples;
    private final long own;

    private Callers(CallNodes nodes, int event, BitSet outermost, int[] starts, int[] members) {
        this.nodes = nodes;
        this.event = event;
        this.outermost = outermost;
        this.starts = starts;
        this.members = members;
        samples = countedOnce().mapToLong(node -> nodes.total(event, node)).sum();
        own = IntStream.of(starts).mapToLong(node -> nodes.own(event, node)).sum();
    }

    static List<Branch> of(CallNodes nodes, int event, BitSet outermost) {
        int[] all = IntStream.range(0, nodes.size()).toArray();
        List<Branch> branches = of(nodes, event, outermost, all, all);
        branches.sort(Comparator.comparing(Branch::own).thenComparing(Branch::samples).reversed());
        return branches;
    }

    private static List<Branch> of(CallNodes nodes, int event, BitSet outermost, int[] starts,
            int[] members) {
        List<Branch> branches = new ArrayList<>();
        for (int[] positions : nodes.byFunction(members)) {
            Callers branch = new Callers(nodes, event, outermost, pick(starts, positions),
                    pick(members, positions));
            if (branch.samples > 0) {
                branches.add(branch);
            }
        }
        return branches;
    }

    private static int[] pick(int[] from, int[] positions) {
        return IntStream.of(positions).map(i -> from[i]).toArray();
    }

    /** The starts that are not below another: the samples of a function that calls itself count once. */
    private IntStream countedOnce() {
        return IntStream.of(starts).filter(start -> outermost.get(start) || !isBelowAnother(start));
    }

    private boolean isBelowAnother(int start) {
        int node = nodes.caller(start);
        while (node != CallNodes.NONE && Arrays.binarySearch(starts, node) < 0) {
            node = nodes.caller(node);
        }
        return node != CallNodes.NONE;
    }

    @Override
    public Function function() {
        return nodes.functions().get(nodes.function(members[0]));
    }

    @Override
    public Frame place() {
        return nodes.hottestPlace(members, i -> nodes.total(event, starts[i]));
    }

    @Override
    public long samples() {
        return samples;
    }

    @Override
    public long own() {
        return own;
    }

    @Override
    public boolean truncated() {
        return IntStream.of(members).anyMatch(nodes::truncated);
    }

    @Override
    public List<Branch> branches() {
        int[] called = IntStream.range(0, members.length)
                .filter(i -> nodes.caller(members[i]) != CallNodes.NONE).toArray();
        List<Branch> branches = of(nodes, event, outermost, pick(starts, called),
                IntStream.of(pick(members, called)).map(nodes::caller).toArray());
        branches.sort(Comparator.comparing(Branch::samples).reversed());
        return branches;
    }
}
