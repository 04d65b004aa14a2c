// SPDX-License-Identifier: EPL-2.0
package org.perfctr.launching;

import org.eclipse.core.runtime.CoreException;
import org.eclipse.debug.core.ILaunchConfiguration;
import org.perfctr.launching.internal.NativeProgramDelegate;

/** Launch configurations of the type {@link CountLaunch#NATIVE_PROGRAM_TYPE}. */
public final class NativeProgram {
    private NativeProgram() {}

    /**
     * Whether the program could be started now.
     *
     * @throws CoreException with one sentence: why not
     */
    public static void requireStartable(ILaunchConfiguration configuration) throws CoreException {
        NativeProgramDelegate.requireStartable(configuration);
    }
}
