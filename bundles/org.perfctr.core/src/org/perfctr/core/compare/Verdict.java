// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.compare;

/** What a comparison says of one quantity. */
public enum Verdict {
    /** It changed for the better. */
    BETTER("better"),
    /** It changed for the worse. */
    WORSE("worse"),
    /** It changed, and neither way is better. */
    CHANGED("changed"),
    /** What difference there is may be chance, or is too small to matter. */
    NOISE("noise"),
    /** A side has no value, or too few repetitions to tell. */
    UNKNOWN("no verdict");

    private final String text;

    Verdict(String text) {
        this.text = text;
    }

    @Override
    public String toString() {
        return text;
    }
}
