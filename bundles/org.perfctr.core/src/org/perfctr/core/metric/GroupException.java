// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.metric;

import java.io.IOException;

/** A group file that cannot be used. The message is one sentence for the user. */
public class GroupException extends IOException {
    private static final long serialVersionUID = 1;

    GroupException(String message, Throwable cause) {
        super(message, cause);
    }
}
