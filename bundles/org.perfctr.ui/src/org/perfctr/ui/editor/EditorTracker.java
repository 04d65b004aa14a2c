// SPDX-License-Identifier: EPL-2.0
package org.perfctr.ui.editor;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.eclipse.core.runtime.ICoreRunnable;
import org.eclipse.core.runtime.ILog;
import org.eclipse.core.runtime.jobs.Job;
import org.eclipse.ui.IEditorReference;
import org.eclipse.ui.IStartup;
import org.eclipse.ui.IWorkbench;
import org.eclipse.ui.IWorkbenchPage;
import org.eclipse.ui.IWorkbenchWindow;
import org.eclipse.ui.PlatformUI;
import org.eclipse.ui.texteditor.ITextEditor;
import org.perfctr.core.run.RunFileReader;
import org.perfctr.core.store.StoredRun;
import org.perfctr.launching.Runs;
import org.perfctr.launching.RunsListener;
import org.perfctr.ui.preferences.CountPreferences;

/** Shows the active run in all text editors, those that are open and those that will be. */
public final class EditorTracker implements IStartup {
    private final Map<ITextEditor, EditorCounts> editors = new HashMap<>();
    private Optional<ActiveProfile> active = Optional.empty();
    private Runs runs;

    @Override
    public void earlyStartup() {
        IWorkbench workbench = PlatformUI.getWorkbench();
        workbench.getDisplay().asyncExec(() -> start(workbench));
    }

    private void start(IWorkbench workbench) {
        runs = workbench.getService(Runs.class);
        for (IWorkbenchWindow window : workbench.getWorkbenchWindows()) {
            opened(window);
        }
        workbench.addWindowListener(new WindowOpened(this::opened));
        runs.addListener(new RunsListener() {
            @Override
            public void activeRunChanged() {
                readActive(workbench);
            }
        });
        CountPreferences.onPathRules(() -> readActive(workbench));
        CountPreferences.onShownEvent(() -> workbench.getDisplay()
                .asyncExec(() -> activeChanged(active.map(ActiveProfile::withShownEvent))));
        readActive(workbench);
    }

    private void opened(IWorkbenchWindow window) {
        window.getPartService().addPartListener(new EditorLifecycle(this::opened, this::closed));
        for (IWorkbenchPage page : window.getPages()) {
            for (IEditorReference reference : page.getEditorReferences()) {
                if (reference.getEditor(false) instanceof ITextEditor editor) {
                    opened(editor);
                }
            }
        }
    }

    private void opened(ITextEditor editor) {
        editors.computeIfAbsent(editor, EditorCounts::new).activeChanged(active);
    }

    private void closed(ITextEditor editor) {
        Optional.ofNullable(editors.remove(editor)).ifPresent(EditorCounts::dispose);
        HiddenCounts.changed();
    }

    private void readActive(IWorkbench workbench) {
        Optional<StoredRun> run = runs.active();
        Job.createSystem("Reading the active run", (ICoreRunnable) monitor -> {
            Optional<ActiveProfile> read = run.flatMap(this::read);
            workbench.getDisplay().asyncExec(() -> {
                if (runs.active().equals(run)) {
                    activeChanged(read);
                }
            });
        }).schedule();
    }

    private Optional<ActiveProfile> read(StoredRun run) {
        try {
            return Optional
                    .of(ActiveProfile.of(run.title(), RunFileReader.read(run.file(), CountPreferences.pathRules())));
        } catch (IOException e) {
            ILog.get().warn("The run " + run.title() + " can't be shown in editors: " + e.getMessage(), e);
            return Optional.empty();
        }
    }

    private void activeChanged(Optional<ActiveProfile> newActive) {
        active = newActive;
        editors.values().forEach(counts -> counts.activeChanged(active));
    }
}
