// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.profile;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntUnaryOperator;
import java.util.function.Predicate;
import java.util.stream.IntStream;

import org.perfctr.core.profile.Line.Stack;

/**
 * The samples of a run by the calls that led to them. Inclusive numbers count each sample once, however often a
 * function has called itself. Immutable; a million calls are fine.
 */
public final class CallTree {
    private final CallNodes nodes;

    CallTree(CallNodes nodes) {
        this.nodes = nodes;
    }

    /** The tree of a run whose samples have no callers. */
    public static CallTree empty() {
        return new CallTreeBuilder(0).build();
    }

    /** Whether samples have no callers. */
    public boolean isEmpty() {
        return nodes.size() == 0;
    }

    /** All samples by the calls that led to them. */
    public List<Stack> stacks() {
        return IntStream.range(0, nodes.size()).filter(nodes::sampled)
                .mapToObj(node -> new Stack(nodes.samples(node), nodes.stack(node))).toList();
    }

    /** All places: those of samples, and those of calls. */
    public List<Frame> places() {
        return nodes.places();
    }

    /** How many samples of this event have outermost callers that are not known. */
    public long truncated(int event) {
        return IntStream.range(0, nodes.size()).filter(nodes::truncated).mapToLong(node -> nodes.total(event, node))
                .sum();
    }

    /** The functions with the samples in them and in all that they called, the hottest of this event first. */
    public List<HotFunction> functions(int event) {
        List<List<Long>> samples = inclusive(nodes::function, nodes.functions().size());
        return IntStream.range(0, samples.size())
                .mapToObj(function -> new HotFunction(nodes.functions().get(function), samples.get(function)))
                .sorted(Comparator.comparing((HotFunction hot) -> hot.samples().get(event)).reversed()).toList();
    }

    /** The functions where programs and threads start, and below each those that it called; the hottest first. */
    public List<Branch> fromOutermost(int event) {
        return Callees.fromOutermost(nodes, event);
    }

    /** Every function, and below each those that it called; the hottest, with all that it called, first. */
    public List<Branch> callees(int event) {
        BitSet outermost = outermost(nodes::function, nodes.functions().size());
        return Callees.of(nodes, event, outermost.stream().toArray());
    }

    /** Every function, and below each those that called it; the hottest by its own samples first. */
    public List<Branch> callers(int event) {
        return Callers.of(nodes, event, outermost(nodes::function, nodes.functions().size()));
    }

    /**
     * The lines of one source file with the samples in them and in all that they called. Lines without are left
     * out.
     *
     * @param file an absolute path, found as in {@link LineProfile#linesOf}
     * @return for each line, from 1, the number of samples of each sampled event
     */
    public Map<Integer, List<Long>> linesIn(Path file) {
        Set<Source> matching = SourceMatch.find(sources(), file);
        int[] lines = nodes.places().stream().mapToInt(place -> lineIn(matching, place)).toArray();
        int[] occurring = IntStream.of(lines).filter(line -> line > 0).sorted().distinct().toArray();
        int[] keys = IntStream.of(lines).map(line -> Arrays.binarySearch(occurring, line)).toArray();
        List<List<Long>> samples = inclusive(node -> keys[nodes.place(node)], occurring.length);
        Map<Integer, List<Long>> hot = new TreeMap<>();
        for (int i = 0; i < occurring.length; i++) {
            if (samples.get(i).stream().anyMatch(number -> number > 0)) {
                hot.put(occurring[i], samples.get(i));
            }
        }
        return hot;
    }

    /**
     * The calls in one source file with the samples in what they called, in the order of the file, and of each line
     * the hottest by the first sampled event first.
     *
     * @param file an absolute path, found as in {@link LineProfile#linesOf}
     */
    public List<CallSite> callsIn(Path file) {
        Set<Source> matching = SourceMatch.find(sources(), file);
        return callSites(place -> lineIn(matching, place) > 0).stream()
                .sorted(Comparator.comparing((CallSite call) -> call.from().line().getAsInt())
                        .thenComparing(call -> -call.samples().getFirst()))
                .toList();
    }

    /** All calls with the samples in what they called. */
    public List<CallSite> callSites() {
        return callSites(place -> true);
    }

    private List<CallSite> callSites(Predicate<Frame> from) {
        record Call(int from, int callee) {}
        BitSet wanted = new BitSet();
        IntStream.range(0, nodes.places().size()).filter(i -> from.test(nodes.places().get(i))).forEach(wanted::set);
        Map<Call, Integer> numbers = new LinkedHashMap<>();
        int[] keys = IntStream.range(0, nodes.size()).map(node -> {
            int caller = nodes.caller(node);
            return caller == CallNodes.NONE || !wanted.get(nodes.place(caller))
                    ? CallNodes.NONE
                    : numbers.computeIfAbsent(new Call(nodes.place(caller), nodes.function(node)),
                            none -> numbers.size());
        }).toArray();
        Iterator<List<Long>> samples = inclusive(node -> keys[node], numbers.size()).iterator();
        return numbers.keySet().stream().map(call -> new CallSite(nodes.places().get(call.from),
                nodes.functions().get(call.callee), samples.next())).toList();
    }

    /** The line of a place if it is in one of the files, and else 0. */
    private static int lineIn(Set<Source> files, Frame place) {
        return place.source().filter(files::contains).isPresent() ? place.line().orElse(0) : 0;
    }

    /** The source files of all places. */
    List<Source> sources() {
        return nodes.places().stream().flatMap(place -> place.source().stream()).distinct().toList();
    }

    /** For each key the samples below the nodes that have it, each counted once. */
    private List<List<Long>> inclusive(IntUnaryOperator key, int keys) {
        long[][] sums = new long[keys][nodes.events()];
        outermost(key, keys).stream().forEach(node -> {
            for (int event = 0; event < nodes.events(); event++) {
                sums[key.applyAsInt(node)][event] += nodes.total(event, node);
            }
        });
        return IntStream.range(0, keys).mapToObj(i -> CallNodes.boxed(sums[i])).toList();
    }

    /** The nodes that have a key, from 0, and no caller with the same one. */
    private BitSet outermost(IntUnaryOperator key, int keys) {
        BitSet outermost = new BitSet(nodes.size());
        int[] open = new int[keys];
        nodes.walk(node -> {
            int own = key.applyAsInt(node);
            if (own >= 0 && open[own]++ == 0) {
                outermost.set(node);
            }
        }, node -> {
            if (key.applyAsInt(node) >= 0) {
                open[key.applyAsInt(node)]--;
            }
        });
        return outermost;
    }
}
