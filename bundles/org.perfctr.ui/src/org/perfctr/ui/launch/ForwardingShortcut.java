// SPDX-License-Identifier: EPL-2.0
package org.perfctr.ui.launch;

import org.eclipse.core.resources.IResource;
import org.eclipse.core.runtime.CoreException;
import org.eclipse.core.runtime.IConfigurationElement;
import org.eclipse.core.runtime.IExecutableExtension;
import org.eclipse.debug.core.ILaunchConfiguration;
import org.eclipse.debug.ui.ILaunchShortcut;
import org.eclipse.debug.ui.ILaunchShortcut2;
import org.eclipse.jface.viewers.ISelection;
import org.eclipse.ui.IEditorPart;
import org.eclipse.ui.statushandlers.StatusManager;

/**
 * Counts what another launch shortcut would run. plugin.xml names that shortcut by its id, after a colon behind this
 * class's name, so that nothing here depends on its bundle.
 */
public final class ForwardingShortcut implements ILaunchShortcut2, IExecutableExtension {
    private String forwardedId;
    private ILaunchShortcut forwarded;

    @Override
    public void setInitializationData(IConfigurationElement config, String property, Object data) {
        forwardedId = String.valueOf(data);
    }

    @Override
    public void launch(ISelection selection, String mode) {
        try {
            forwarded().launch(selection, mode);
        } catch (CoreException e) {
            report(e);
        }
    }

    @Override
    public void launch(IEditorPart editor, String mode) {
        try {
            forwarded().launch(editor, mode);
        } catch (CoreException e) {
            report(e);
        }
    }

    @Override
    public ILaunchConfiguration[] getLaunchConfigurations(ISelection selection) {
        ILaunchShortcut2 shortcut = forwardedIfAsked();
        return shortcut == null ? null : shortcut.getLaunchConfigurations(selection);
    }

    @Override
    public ILaunchConfiguration[] getLaunchConfigurations(IEditorPart editor) {
        ILaunchShortcut2 shortcut = forwardedIfAsked();
        return shortcut == null ? null : shortcut.getLaunchConfigurations(editor);
    }

    @Override
    public IResource getLaunchableResource(ISelection selection) {
        ILaunchShortcut2 shortcut = forwardedIfAsked();
        return shortcut == null ? null : shortcut.getLaunchableResource(selection);
    }

    @Override
    public IResource getLaunchableResource(IEditorPart editor) {
        ILaunchShortcut2 shortcut = forwardedIfAsked();
        return shortcut == null ? null : shortcut.getLaunchableResource(editor);
    }

    /** @return null when the other shortcut leaves these questions to the platform */
    private ILaunchShortcut2 forwardedIfAsked() {
        try {
            return forwarded() instanceof ILaunchShortcut2 shortcut ? shortcut : null;
        } catch (CoreException e) {
            report(e);
            return null;
        }
    }

    private ILaunchShortcut forwarded() throws CoreException {
        if (forwarded == null) {
            forwarded = ShortcutRegistration.create(forwardedId);
        }
        return forwarded;
    }

    private static void report(CoreException e) {
        StatusManager.getManager().handle(e.getStatus(), StatusManager.SHOW);
    }
}
