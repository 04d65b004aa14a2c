// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.run;

/** A record that is not as the format says. The message says what was expected. */
class MalformedRecordException extends Exception {
    private static final long serialVersionUID = 1;

    MalformedRecordException(String expected) {
        super(expected);
    }

    /** @param expected made for each call: not to be put together where there are many */
    static void require(boolean condition, String expected) throws MalformedRecordException {
        if (!condition) {
            throw new MalformedRecordException(expected);
        }
    }
}
