// SPDX-License-Identifier: EPL-2.0
package org.perfctr.cli;

import picocli.CommandLine.Help.Ansi;

/** Colours the margin beside hot lines, where the terminal has colours. */
final class Heat {
    /** Background colours of the 256-colour palette, from warm to hot. */
    private static final int[] COLOURS = {230, 223, 216, 209, 203};

    private Heat() {}

    /** @param heat from 0 to 1, which is the hottest */
    static String colour(String margin, double heat) {
        if (margin.isBlank() || !Ansi.AUTO.enabled()) {
            return margin;
        }
        int colour = COLOURS[(int) Math.min(COLOURS.length * heat, COLOURS.length - 1)];
        return "\u001b[30;48;5;" + colour + "m" + margin + "\u001b[0m";
    }
}
