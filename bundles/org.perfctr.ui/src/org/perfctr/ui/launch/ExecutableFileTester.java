// SPDX-License-Identifier: EPL-2.0
package org.perfctr.ui.launch;

import java.nio.file.Files;
import org.eclipse.core.expressions.PropertyTester;
import org.eclipse.core.resources.IFile;
import org.eclipse.core.runtime.IPath;

/** Tells whether a file of the workspace can be executed. */
public final class ExecutableFileTester extends PropertyTester {
    @Override
    public boolean test(Object receiver, String property, Object[] args, Object expected) {
        IPath location = ((IFile) receiver).getLocation();
        return location != null && Files.isExecutable(location.toPath());
    }
}
