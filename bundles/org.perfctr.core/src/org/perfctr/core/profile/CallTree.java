// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.profile;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

import org.perfctr.core.profile.Line.Stack;

/**
 * The samples of a run by the calls that led to them. Inclusive numbers count each sample once, however often a
 * function has called itself. Immutable.
 */
public final class CallTree {
    private static final int NONE = -1;

    private final List<Node> nodes;
    private final long[][] totals;

    /**
     * A place with the calls that led to it.
     *
     * @param frame the place: in a caller, that of the call
     * @param caller the index of the node that it was called from, which is smaller than its own; -1 for an outermost
     * @param truncated whether it was called from somewhere, but the stack could not be followed
     * @param samples the samples that were taken there, for each sampled event
     */
    public record Node(Frame frame, int caller, boolean truncated, List<Long> samples) {}

    /** Part of what a node stands for; null: it does not count. */
    private interface Key<K> {
        K of(Node node);
    }

    private record Call(Frame from, Function callee) {}

    /**
     * @param nodes callers before those whom they call
     * @param events the number of sampled events
     */
    public CallTree(List<Node> nodes, int events) {
        this.nodes = List.copyOf(nodes);
        totals = new long[nodes.size()][events];
        for (int i = nodes.size() - 1; i >= 0; i--) {
            Node node = nodes.get(i);
            for (int event = 0; event < events; event++) {
                totals[i][event] += node.samples().get(event);
                if (node.caller() != NONE) {
                    totals[node.caller()][event] += totals[i][event];
                }
            }
        }
    }

    /** The tree of a run whose samples have no callers. */
    public static CallTree empty() {
        return new CallTree(List.of(), 0);
    }

    /** Whether samples have no callers. */
    public boolean isEmpty() {
        return nodes.isEmpty();
    }

    /** All samples by the calls that led to them. */
    public List<Stack> stacks() {
        return nodes.stream().filter(node -> node.samples().stream().anyMatch(number -> number > 0))
                .map(node -> new Stack(node.samples(), frames(node))).toList();
    }

    /** How many samples of this event have outermost callers that are not known. */
    public long truncated(int event) {
        return IntStream.range(0, nodes.size()).filter(i -> nodes.get(i).truncated())
                .mapToLong(i -> totals[i][event]).sum();
    }

    /** The functions with the samples in them and in all that they called, the hottest of this event first. */
    public List<HotFunction> functions(int event) {
        List<HotFunction> functions = new ArrayList<>();
        inclusive(node -> node.frame().function())
                .forEach((function, samples) -> functions.add(new HotFunction(function, samples)));
        functions.sort(Comparator.comparing((HotFunction hot) -> hot.samples().get(event)).reversed());
        return functions;
    }

    /**
     * The calls in one source file with the samples in what they called, in the order of the file, and of each line
     * the hottest by the first sampled event first.
     *
     * @param file an absolute path, found as in {@link LineProfile#linesOf}
     */
    public List<CallSite> callsIn(Path file) {
        Set<Source> matching = SourceMatch.find(sources(), file);
        List<CallSite> calls = new ArrayList<>();
        calls().forEach((call, samples) -> {
            if (call.from().line().isPresent() && call.from().source().filter(matching::contains).isPresent()) {
                calls.add(new CallSite(call.from(), call.callee(), samples));
            }
        });
        calls.sort(Comparator.comparing((CallSite call) -> call.from().line().getAsInt())
                .thenComparing(call -> -call.samples().getFirst()));
        return calls;
    }

    /** All calls with the samples in what they called. */
    public List<CallSite> callSites() {
        List<CallSite> calls = new ArrayList<>();
        calls().forEach((call, samples) -> calls.add(new CallSite(call.from(), call.callee(), samples)));
        return calls;
    }

    /** The source files of all places. */
    List<Source> sources() {
        return nodes.stream().flatMap(node -> node.frame().source().stream()).distinct().toList();
    }

    private Map<Call, List<Long>> calls() {
        return inclusive(node -> node.caller() == NONE
                ? null
                : new Call(nodes.get(node.caller()).frame(), node.frame().function()));
    }

    private <K> Map<K, List<Long>> inclusive(Key<K> key) {
        Map<K, long[]> sums = new LinkedHashMap<>();
        List<K> keys = new ArrayList<>();
        nodes.forEach(node -> keys.add(key.of(node)));
        for (int i = 0; i < keys.size(); i++) {
            if (keys.get(i) != null && !isAbove(keys, i)) {
                add(sums.computeIfAbsent(keys.get(i), none -> new long[totals[0].length]), totals[i]);
            }
        }
        Map<K, List<Long>> samples = new LinkedHashMap<>();
        sums.forEach((each, sum) -> samples.put(each, Arrays.stream(sum).boxed().toList()));
        return samples;
    }

    /** Whether a caller of this node has its key: then its samples are counted there. */
    private boolean isAbove(List<?> keys, int node) {
        for (int i = nodes.get(node).caller(); i != NONE; i = nodes.get(i).caller()) {
            if (keys.get(node).equals(keys.get(i))) {
                return true;
            }
        }
        return false;
    }

    private static void add(long[] sum, long[] part) {
        for (int event = 0; event < sum.length; event++) {
            sum[event] += part[event];
        }
    }

    private List<Frame> frames(Node innermost) {
        List<Frame> frames = new ArrayList<>();
        for (Node node = innermost; node != null; node = node.caller() == NONE ? null : nodes.get(node.caller())) {
            frames.add(node.frame());
        }
        return frames;
    }
}
