// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.profile;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Collects the calls of a {@link CallTree}, callers before those whom they call. Not thread-safe. */
public final class CallTreeBuilder {
    /** The caller of an outermost call. */
    public static final int NO_CALLER = CallNodes.NONE;

    private final List<Frame> places = new ArrayList<>();
    private final Map<Frame, Integer> numbers = new HashMap<>();
    private final BitSet truncated = new BitSet();
    private final long[][] own;
    private int[] place = new int[1 << 4];
    private int[] caller = new int[1 << 4];
    private int size;

    /** @param events the number of sampled events */
    public CallTreeBuilder(int events) {
        own = new long[events][1 << 4];
    }

    /** The number of calls so far, which is the number that the next one gets. */
    public int size() {
        return size;
    }

    /**
     * Adds a place with the calls that led to it.
     *
     * @param frame the place: in a caller, that of the call
     * @param from the number of the one that it was called from, or {@link #NO_CALLER}
     * @param unknown whether it was called from somewhere, but the stack could not be followed
     * @param samples the samples that were taken there, for each sampled event; empty: none
     */
    public void add(Frame frame, int from, boolean unknown, List<Long> samples) {
        if (size == place.length) {
            grow();
        }
        place[size] = numbers.computeIfAbsent(frame, none -> {
            places.add(frame);
            return numbers.size();
        });
        caller[size] = from;
        truncated.set(size, unknown);
        for (int event = 0; event < samples.size(); event++) {
            own[event][size] = samples.get(event);
        }
        size++;
    }

    private void grow() {
        place = Arrays.copyOf(place, 2 * size);
        caller = Arrays.copyOf(caller, 2 * size);
        Arrays.setAll(own, event -> Arrays.copyOf(own[event], 2 * size));
    }

    /** The tree of the calls so far. */
    public CallTree build() {
        return new CallTree(new CallNodes(places, Arrays.copyOf(place, size), Arrays.copyOf(caller, size),
                (BitSet) truncated.clone(),
                Arrays.stream(own).map(ofNodes -> Arrays.copyOf(ofNodes, size)).toArray(long[][]::new)));
    }
}
