// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.profile;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/**
 * Where the sources of programs that were built elsewhere are on this machine. Of the rules that fit a path the one
 * with the longest prefix holds. Immutable.
 *
 * @param rules the rules, in any order
 */
public record PathRules(List<Rule> rules) {
    /** All sources are where they were compiled. */
    public static final PathRules NONE = new PathRules(List.of());

    /**
     * A folder with all below it.
     *
     * @param from where it was when the compiler ran, or how the compiler was told to name it
     * @param to where it is now
     */
    public record Rule(Path from, Path to) {}

    public PathRules {
        rules = List.copyOf(rules);
    }

    Path apply(Path compiled) {
        return rules.stream().filter(rule -> compiled.startsWith(rule.from))
                .max(Comparator.comparing(rule -> rule.from.getNameCount()))
                .map(rule -> rule.to.resolve(rule.from.relativize(compiled)).normalize()).orElse(compiled);
    }
}
