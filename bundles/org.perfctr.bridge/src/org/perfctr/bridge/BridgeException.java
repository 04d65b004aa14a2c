// SPDX-License-Identifier: EPL-2.0
package org.perfctr.bridge;

/** Something could not be had from perfctr's native parts. The message is one sentence for the user. */
public final class BridgeException extends Exception {
    private static final long serialVersionUID = 1;

    BridgeException(String message) {
        super(message);
    }

    BridgeException(String message, Throwable cause) {
        super(message, cause);
    }
}
