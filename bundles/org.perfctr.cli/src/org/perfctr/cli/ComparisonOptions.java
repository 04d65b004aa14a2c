// SPDX-License-Identifier: EPL-2.0
package org.perfctr.cli;

import org.perfctr.core.compare.Comparer;

import picocli.CommandLine.Option;

/** How strict comparisons are. */
class ComparisonOptions {
    @Option(names = "--significance", paramLabel = "P", defaultValue = "0.05", converter = Probability.Converter.class, description = "call a difference chance when it is more likely than this (default: ${DEFAULT-VALUE})")
    private Probability significance;

    @Option(names = "--min-effect", paramLabel = "PERCENT", defaultValue = "1", converter = Percent.Converter.class, description = "ignore smaller changes (default: ${DEFAULT-VALUE} %%)")
    private Percent minimumEffect;

    Comparer comparer() {
        return new Comparer(significance.p(), minimumEffect.fraction());
    }
}
