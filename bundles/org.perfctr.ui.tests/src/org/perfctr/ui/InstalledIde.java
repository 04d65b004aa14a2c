// SPDX-License-Identifier: EPL-2.0
package org.perfctr.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.core.resources.IProject;
import org.eclipse.core.resources.IProjectDescription;
import org.eclipse.core.resources.IncrementalProjectBuilder;
import org.eclipse.core.resources.ResourcesPlugin;
import org.eclipse.core.runtime.IPath;
import org.eclipse.debug.core.DebugPlugin;
import org.eclipse.debug.core.ILaunchConfiguration;
import org.eclipse.debug.ui.DebugUITools;
import org.eclipse.jface.text.ITextSelection;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Tree;
import org.eclipse.swt.widgets.TreeItem;
import org.eclipse.ui.IStartup;
import org.eclipse.ui.PlatformUI;
import org.eclipse.ui.texteditor.ITextEditor;
import org.perfctr.launching.CountLaunch;
import org.perfctr.ui.editor.Ruler;
import org.perfctr.ui.runs.RunsView;

/**
 * Counts the C sample in an IDE that perfctr was installed into, as a user does, when the property
 * {@code perfctr.sample} names the sample's folder: {@code tests/test_ide.py} starts such an IDE with this bundle in
 * it. What went wrong is written to the file that {@code perfctr.result} names; nothing if all was well.
 */
public final class InstalledIde implements IStartup {
    private static final String SAMPLE = System.getProperty("perfctr.sample");

    @Override
    public void earlyStartup() {
        if (SAMPLE != null) {
            PlatformUI.getWorkbench().getDisplay().asyncExec(this::run);
        }
    }

    private void run() {
        var problem = new StringWriter();
        try {
            countTheSampleAndOpenItsHottestLine();
        } catch (Exception | AssertionError e) {
            e.printStackTrace(new PrintWriter(problem));
        }
        try {
            Ide.screenshot("installed-ide");
            Files.writeString(Path.of(System.getProperty("perfctr.result")), problem.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            PlatformUI.getWorkbench().close();
        }
    }

    private static void countTheSampleAndOpenItsHottestLine() throws Exception {
        Ide.cleanUp();
        ILaunchConfiguration slow = DebugPlugin.getDefault().getLaunchManager()
                .getLaunchConfiguration(importSample().getFile("C slow.launch"));
        DebugUITools.launch(slow, CountLaunch.MODE);
        Ide.waitUntil("its run is active", () -> Ide.runs().active().isPresent());
        Ide.waitUntil("the Runs view has opened", () -> Ide.page().findView(RunsView.ID) != null);

        Tree lines = Widgets.table(Ide.window().getShell(), "Share");
        Ide.waitUntil("its lines are listed", () -> lines.getItemCount() > 0);
        TreeItem hottest = lines.getItem(0);
        String[] place = hottest.getText(0).split(":");
        String counts = hottest.getText(1) + "  " + hottest.getText(2);
        lines.setSelection(hottest);
        lines.notifyListeners(SWT.DefaultSelection, null);

        Ide.waitUntil("its editor is open", () -> Ide.page().getActiveEditor() instanceof ITextEditor);
        ITextEditor editor = (ITextEditor) Ide.page().getActiveEditor();
        int line = Integer.parseInt(place[1]);
        assertEquals(place[0], editor.getTitle());
        Ide.waitUntil("the editor shows line " + line, () -> lineOf(editor) == line);
        Ide.waitUntil("the ruler has " + counts, () -> counts.equals(new Ruler(editor).text(line)));
    }

    private static IProject importSample() throws Exception {
        IProjectDescription description = ResourcesPlugin.getWorkspace()
                .loadProjectDescription(IPath.fromOSString(SAMPLE).append(IProjectDescription.DESCRIPTION_FILE_NAME));
        description.setLocation(IPath.fromOSString(SAMPLE));
        IProject project = ResourcesPlugin.getWorkspace().getRoot().getProject(description.getName());
        project.create(description, null);
        project.open(null);
        project.build(IncrementalProjectBuilder.FULL_BUILD, null);
        return project;
    }

    private static int lineOf(ITextEditor editor) {
        return ((ITextSelection) editor.getSelectionProvider().getSelection()).getStartLine() + 1;
    }
}
