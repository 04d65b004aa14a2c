// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.compare;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** The correction of Benjamini and Hochberg for many comparisons: it bounds the share of false alarms. */
final class FalseDiscoveries {
    private FalseDiscoveries() {}

    /** The corrected p-values, in the same order. */
    static double[] correct(double[] p) {
        List<Integer> descending = IntStream.range(0, p.length).boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> p[i]).reversed()).toList();
        double[] corrected = new double[p.length];
        double smallest = 1;
        for (int position = 0; position < p.length; position++) {
            int rank = p.length - position;
            int index = descending.get(position);
            smallest = Math.min(smallest, p[index] * p.length / rank);
            corrected[index] = smallest;
        }
        return corrected;
    }
}
