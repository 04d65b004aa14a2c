// SPDX-License-Identifier: EPL-2.0
package org.perfctr.ui.launch;

import java.util.Optional;
import org.eclipse.core.resources.IFile;
import org.eclipse.core.resources.IResource;
import org.eclipse.core.runtime.Adapters;
import org.eclipse.core.runtime.CoreException;
import org.eclipse.debug.core.DebugPlugin;
import org.eclipse.debug.core.ILaunchConfiguration;
import org.eclipse.debug.core.ILaunchConfigurationType;
import org.eclipse.debug.core.ILaunchConfigurationWorkingCopy;
import org.eclipse.debug.core.ILaunchManager;
import org.eclipse.debug.ui.DebugUITools;
import org.eclipse.debug.ui.ILaunchShortcut;
import org.eclipse.jface.viewers.ISelection;
import org.eclipse.jface.viewers.IStructuredSelection;
import org.eclipse.ui.IEditorPart;
import org.eclipse.ui.statushandlers.StatusManager;
import org.perfctr.launching.CountLaunch;
import org.perfctr.ui.preferences.CountPreferences;

/** Count As > Native Program, for an executable file of the workspace. */
public final class NativeProgramShortcut implements ILaunchShortcut {
    @Override
    public void launch(ISelection selection, String mode) {
        if (selection instanceof IStructuredSelection structured) {
            launch(Adapters.adapt(structured.getFirstElement(), IFile.class), mode);
        }
    }

    @Override
    public void launch(IEditorPart editor, String mode) {
        launch(Adapters.adapt(editor.getEditorInput(), IFile.class), mode);
    }

    private static void launch(IFile program, String mode) {
        if (program == null) {
            return;
        }
        try {
            Optional<ILaunchConfiguration> existing = existing(program);
            DebugUITools.launch(existing.isPresent() ? existing.get() : create(program), mode);
        } catch (CoreException e) {
            StatusManager.getManager().handle(e.getStatus(), StatusManager.SHOW);
        }
    }

    private static Optional<ILaunchConfiguration> existing(IFile program) throws CoreException {
        String wanted = ProgramDialogs.expression(program);
        for (ILaunchConfiguration configuration : manager().getLaunchConfigurations(type())) {
            if (wanted.equals(configuration.getAttribute(CountLaunch.PROGRAM, ""))) {
                return Optional.of(configuration);
            }
        }
        return Optional.empty();
    }

    private static ILaunchConfiguration create(IFile program) throws CoreException {
        String name = manager().generateLaunchConfigurationName(program.getName());
        ILaunchConfigurationWorkingCopy configuration = type().newInstance(null, name);
        configuration.setAttribute(CountLaunch.PROGRAM, ProgramDialogs.expression(program));
        configuration.setMappedResources(new IResource[]{program});
        CountPreferences.settings().writeTo(configuration);
        return configuration.doSave();
    }

    private static ILaunchConfigurationType type() {
        return manager().getLaunchConfigurationType(CountLaunch.NATIVE_PROGRAM_TYPE);
    }

    private static ILaunchManager manager() {
        return DebugPlugin.getDefault().getLaunchManager();
    }
}
