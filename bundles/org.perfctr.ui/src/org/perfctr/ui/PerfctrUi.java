// SPDX-License-Identifier: EPL-2.0
package org.perfctr.ui;

/** Names of this bundle's contributions that more than one of its parts needs. */
public final class PerfctrUi {
    public static final String BUNDLE = "org.perfctr.ui";

    private PerfctrUi() {}
}
