// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.gate;

import java.util.ArrayList;
import java.util.List;

import org.perfctr.core.compare.Comparer;
import org.perfctr.core.compare.Comparison;
import org.perfctr.core.compare.Side;
import org.perfctr.core.compare.Verdict;
import org.perfctr.core.metric.MetricCatalog;
import org.perfctr.core.report.ComparisonTable;
import org.perfctr.core.run.Value;

/**
 * Says whether runs got worse than a baseline.
 *
 * @param comparer how the sides are compared
 * @param maximumRegression how much worse is still accepted, as a relative change: 0.02
 */
public record Gate(Comparer comparer, double maximumRegression) {
    /** One finding for each event and metric that both sides have. */
    public List<Finding> check(Side baseline, Side side, MetricCatalog catalog) {
        List<Finding> findings = new ArrayList<>();
        for (Comparison comparison : comparer.compare(baseline.totals(catalog), side.totals(catalog))) {
            findings.add(new Finding(comparison.name(), regressed(comparison), text(comparison)));
        }
        return findings;
    }

    private boolean regressed(Comparison comparison) {
        return comparison.verdict() == Verdict.WORSE
                && comparison.change().known().filter(change -> Math.abs(change) <= maximumRegression).isEmpty();
    }

    private static String text(Comparison comparison) {
        String verdict = comparison.verdict().toString();
        return switch (comparison.change()) {
            case Value.NotAvailable<Double>(String why) -> verdict + ": " + why;
            case Value.Known<Double>(Double change) -> "%s (%s)%s".formatted(verdict, ComparisonTable.change(change),
                    comparison.verdict() == Verdict.UNKNOWN ? ": there are too few repetitions" : "");
        };
    }
}
