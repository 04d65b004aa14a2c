// SPDX-License-Identifier: EPL-2.0
package org.perfctr.ui.runs;

import java.util.Arrays;
import org.eclipse.debug.core.DebugEvent;
import org.eclipse.debug.core.DebugPlugin;
import org.eclipse.debug.core.model.IProcess;
import org.eclipse.ui.IStartup;
import org.eclipse.ui.IWorkbenchPage;
import org.eclipse.ui.IWorkbenchWindow;
import org.eclipse.ui.PartInitException;
import org.eclipse.ui.PlatformUI;
import org.eclipse.ui.statushandlers.StatusManager;
import org.perfctr.launching.CountLaunch;
import org.perfctr.ui.preferences.CountPreferences;

/** Brings the Runs view up when a counted program has ended, without taking the focus. */
public final class RunsViewOpener implements IStartup {
    @Override
    public void earlyStartup() {
        DebugPlugin.getDefault().addDebugEventListener(events -> {
            if (Arrays.stream(events).anyMatch(RunsViewOpener::endsCountedProgram) && CountPreferences.opensView()) {
                PlatformUI.getWorkbench().getDisplay().asyncExec(RunsViewOpener::open);
            }
        });
    }

    private static boolean endsCountedProgram(DebugEvent event) {
        return event.getKind() == DebugEvent.TERMINATE && event.getSource() instanceof IProcess process
                && process.getLaunch().getAttribute(CountLaunch.RUN_FILE) != null;
    }

    private static void open() {
        IWorkbenchWindow window = PlatformUI.getWorkbench().getActiveWorkbenchWindow();
        if (window == null || window.getActivePage() == null) {
            return;
        }
        try {
            window.getActivePage().showView(RunsView.ID, null, IWorkbenchPage.VIEW_VISIBLE);
        } catch (PartInitException e) {
            StatusManager.getManager().handle(e.getStatus(), StatusManager.LOG);
        }
    }
}
