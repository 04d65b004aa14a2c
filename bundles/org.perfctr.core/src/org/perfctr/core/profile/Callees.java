// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.profile;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** A function and those that it called. */
final class Callees implements Branch {
    private final CallNodes nodes;
    private final int event;
    /** The function's nodes on one path: none of them was called, directly or not, from another. */
    private final int[] members;
    private final long samples;

    private Callees(CallNodes nodes, int event, int[] members) {
        this.nodes = nodes;
        this.event = event;
        this.members = members;
        samples = IntStream.of(members).mapToLong(node -> nodes.total(event, node)).sum();
    }

    /** The outermost functions; those whose callers are not known are apart from those that have none. */
    static List<Branch> fromOutermost(CallNodes nodes, int event) {
        List<Branch> branches = new ArrayList<>(
                of(nodes, event, nodes.roots().filter(node -> !nodes.truncated(node)).toArray()));
        branches.addAll(of(nodes, event, nodes.roots().filter(nodes::truncated).toArray()));
        branches.sort(Comparator.comparing(Branch::samples).reversed());
        return branches;
    }

    /** @param members nodes of any functions, of which none of a function is below another of it */
    static List<Branch> of(CallNodes nodes, int event, int[] members) {
        List<Branch> branches = new ArrayList<>();
        for (int[] positions : nodes.byFunction(members)) {
            Callees branch = new Callees(nodes, event, IntStream.of(positions).map(i -> members[i]).toArray());
            if (branch.samples > 0) {
                branches.add(branch);
            }
        }
        branches.sort(Comparator.comparing(Branch::samples).reversed());
        return branches;
    }

    @Override
    public Function function() {
        return nodes.functions().get(nodes.function(members[0]));
    }

    @Override
    public Frame place() {
        return nodes.hottestPlace(members, i -> nodes.total(event, members[i]));
    }

    @Override
    public long samples() {
        return samples;
    }

    @Override
    public long own() {
        return IntStream.of(members).mapToLong(node -> nodes.own(event, node)).sum();
    }

    @Override
    public boolean truncated() {
        return IntStream.of(members).anyMatch(nodes::truncated);
    }

    @Override
    public List<Branch> branches() {
        return of(nodes, event, IntStream.of(members).flatMap(nodes::callees).toArray());
    }
}
