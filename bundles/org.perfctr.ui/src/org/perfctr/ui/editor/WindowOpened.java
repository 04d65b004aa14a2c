// SPDX-License-Identifier: EPL-2.0
package org.perfctr.ui.editor;

import java.util.function.Consumer;
import org.eclipse.ui.IWindowListener;
import org.eclipse.ui.IWorkbenchWindow;

/** Tells which windows are opened. */
record WindowOpened(Consumer<IWorkbenchWindow> opened) implements IWindowListener {
    @Override
    public void windowOpened(IWorkbenchWindow window) {
        opened.accept(window);
    }

    @Override
    public void windowActivated(IWorkbenchWindow window) {}

    @Override
    public void windowDeactivated(IWorkbenchWindow window) {}

    @Override
    public void windowClosed(IWorkbenchWindow window) {}
}
