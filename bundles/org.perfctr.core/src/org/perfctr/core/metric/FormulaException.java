// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.metric;

/** A formula that cannot be parsed. The message is one clause: which column, what was expected. */
public class FormulaException extends Exception {
    private static final long serialVersionUID = 1;

    private final int offset;

    FormulaException(int offset, String expected) {
        super("column %d: expected %s".formatted(offset + 1, expected));
        this.offset = offset;
    }

    /** Where in the formula, counted from 0. */
    public int offset() {
        return offset;
    }
}
