// SPDX-License-Identifier: EPL-2.0
package org.perfctr.ui.launch;

import java.util.Arrays;
import java.util.Optional;
import org.eclipse.core.runtime.CoreException;
import org.eclipse.core.runtime.IConfigurationElement;
import org.eclipse.core.runtime.Platform;
import org.eclipse.core.runtime.Status;
import org.eclipse.debug.ui.IDebugUIConstants;
import org.eclipse.debug.ui.ILaunchShortcut;

/** Finds launch shortcuts of other bundles by their ids. */
final class ShortcutRegistration {
    private ShortcutRegistration() {}

    static Optional<IConfigurationElement> find(String id) {
        return Arrays.stream(registrations()).filter(element -> id.equals(element.getAttribute("id"))).findFirst();
    }

    static ILaunchShortcut create(String id) throws CoreException {
        IConfigurationElement registration = find(id).orElseThrow(() -> new CoreException(Status.error(
                "The launch shortcut " + id + " is not installed: install the Eclipse feature that brings it.")));
        return (ILaunchShortcut) registration.createExecutableExtension("class");
    }

    private static IConfigurationElement[] registrations() {
        return Platform.getExtensionRegistry().getConfigurationElementsFor(IDebugUIConstants.PLUGIN_ID,
                IDebugUIConstants.EXTENSION_POINT_LAUNCH_SHORTCUTS);
    }
}
