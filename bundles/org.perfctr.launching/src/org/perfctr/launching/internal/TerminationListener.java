// SPDX-License-Identifier: EPL-2.0
package org.perfctr.launching.internal;

import org.eclipse.debug.core.ILaunch;
import org.eclipse.debug.core.ILaunchesListener2;

/** Is told of launches that have ended, and of nothing else. */
interface TerminationListener extends ILaunchesListener2 {
    @Override
    default void launchesAdded(ILaunch[] launches) {}

    @Override
    default void launchesChanged(ILaunch[] launches) {}

    @Override
    default void launchesRemoved(ILaunch[] launches) {}
}
