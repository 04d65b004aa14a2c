// SPDX-License-Identifier: EPL-2.0
package org.perfctr.ui.launch;

import org.eclipse.core.resources.IProject;
import org.eclipse.core.runtime.CoreException;
import org.eclipse.core.runtime.ILog;
import org.eclipse.debug.core.ILaunchConfiguration;
import org.eclipse.debug.ui.WorkingDirectoryBlock;
import org.perfctr.launching.CountLaunch;

/** The working directory of a Native Program. */
final class DirectoryBlock extends WorkingDirectoryBlock {
    DirectoryBlock() {
        super(CountLaunch.WORKING_DIRECTORY);
    }

    /** The project is only known when the program is started; until then the default is put in words. */
    @Override
    protected IProject getProject(ILaunchConfiguration configuration) {
        return null;
    }

    @Override
    protected void setDefaultWorkingDir() {
        setDefaultWorkingDirectoryText("The program's project");
    }

    @Override
    protected void log(CoreException e) {
        ILog.get().log(e.getStatus());
    }
}
