// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.run;

import java.io.IOException;

/**
 * A run file that cannot be read. The message is one sentence for the user: which file, which line, what was
 * expected.
 */
public class RunFileException extends IOException {
    private static final long serialVersionUID = 1;

    public RunFileException(String message) {
        super(message);
    }

    public RunFileException(String message, Throwable cause) {
        super(message, cause);
    }
}
