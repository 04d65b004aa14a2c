// SPDX-License-Identifier: EPL-2.0
package org.perfctr.ui.launch;

import java.util.Optional;
import org.eclipse.core.resources.IFile;
import org.eclipse.core.resources.ResourcesPlugin;
import org.eclipse.core.runtime.Status;
import org.eclipse.jface.window.Window;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.FileDialog;
import org.eclipse.swt.widgets.Shell;
import org.eclipse.ui.dialogs.ElementTreeSelectionDialog;
import org.eclipse.ui.model.BaseWorkbenchContentProvider;
import org.eclipse.ui.model.WorkbenchLabelProvider;

/** Ask for a program. */
final class ProgramDialogs {
    private ProgramDialogs() {}

    /** @return the program as a variable expression, which stays right when the workspace is moved */
    static Optional<String> inWorkspace(Shell shell) {
        var dialog = new ElementTreeSelectionDialog(shell,
                WorkbenchLabelProvider.getDecoratingWorkbenchLabelProvider(), new BaseWorkbenchContentProvider());
        dialog.setTitle("Program");
        dialog.setMessage("Choose the program to count:");
        dialog.setInput(ResourcesPlugin.getWorkspace().getRoot());
        dialog.setValidator(chosen -> chosen.length == 1 && chosen[0] instanceof IFile
                ? Status.OK_STATUS
                : Status.error("Choose a file."));
        return dialog.open() == Window.OK && dialog.getFirstResult() instanceof IFile file
                ? Optional.of(expression(file))
                : Optional.empty();
    }

    static String expression(IFile file) {
        return "${workspace_loc:" + file.getFullPath() + "}";
    }

    static Optional<String> inFileSystem(Shell shell, String current) {
        var dialog = new FileDialog(shell, SWT.OPEN);
        dialog.setText("Program");
        dialog.setFileName(current);
        return Optional.ofNullable(dialog.open());
    }
}
