// SPDX-License-Identifier: EPL-2.0
package org.perfctr.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.stream.IntStream;
import org.eclipse.debug.core.DebugPlugin;
import org.eclipse.debug.core.ILaunchConfiguration;
import org.eclipse.debug.core.ILaunchConfigurationWorkingCopy;
import org.eclipse.debug.ui.DebugUITools;
import org.eclipse.jface.text.IDocument;
import org.eclipse.jface.viewers.StructuredSelection;
import org.eclipse.swt.SWT;
import org.eclipse.swt.custom.CTabFolder;
import org.eclipse.swt.widgets.Event;
import org.eclipse.swt.widgets.Shell;
import org.eclipse.swt.widgets.Tree;
import org.eclipse.ui.IWorkbenchPage;
import org.eclipse.ui.IWorkbenchPartReference;
import org.eclipse.ui.dialogs.PreferencesUtil;
import org.eclipse.ui.ide.IDE;
import org.eclipse.ui.texteditor.ITextEditor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.perfctr.launching.CountLaunch;
import org.perfctr.ui.editor.Ruler;
import org.perfctr.ui.runs.RunsView;

/** Takes pictures for people to look at, and for the guide: docs/images/retake copies them there. */
class ScreenshotsTest {
    private static final int RUNS_OF_A_BUILD = 6;

    private SampleProject sample;

    @BeforeEach
    void countTheSample() throws Exception {
        Ide.cleanUp();
        sample = SampleProject.create();
        Ide.deleteRuns();
        sample.count("sums, first try");
        sample.count("sums, unchanged");
        Ide.waitUntil("the runs are known", () -> Ide.runs().list().size() == 2);
    }

    @AfterEach
    void backToLight() {
        Ide.runs().deactivate();
        Ide.theme(Ide.LIGHT);
    }

    @Test
    void theRunsViewAndAnAnnotatedEditor() throws Exception {
        Ide.page().showView(RunsView.ID);
        ITextEditor editor = (ITextEditor) IDE.openEditor(Ide.page(), sample.source());
        Ide.runs().activate(Ide.runs().list().getFirst());
        Ide.waitUntil("the editor shows the run",
                () -> IntStream.range(1, 40).anyMatch(line -> !new Ruler(editor).text(line).isEmpty()));
        IDocument document = editor.getDocumentProvider().getDocument(editor.getEditorInput());
        editor.selectAndReveal(document.getLineOffset(document.getNumberOfLines() - 1), 0);
        inBothThemes("runs");
    }

    @Test
    void theRunsViewAlone() throws Exception {
        Ide.page().showView(RunsView.ID);
        IWorkbenchPartReference view = Ide.page().findViewReference(RunsView.ID);
        Ide.page().setPartState(view, IWorkbenchPage.STATE_MAXIMIZED);
        CTabFolder tabs = Widgets.all(Ide.window().getShell(), CTabFolder.class)
                .filter(folder -> folder.getItemCount() == 6 && folder.getItem(0).getText().equals("Metrics"))
                .findFirst().orElseThrow();
        Tree calls = Widgets.table(Ide.window().getShell(), "With calls");
        Ide.waitUntil("calls are shown", () -> calls.getSelectionCount() > 0);
        for (int i = 0; i < tabs.getItemCount(); i++) {
            Widgets.selectTab(tabs, i);
            inBothThemes("runs-" + tabs.getItem(i).getText().toLowerCase().replace(' ', '-'));
        }
        Widgets.selectTab(tabs, 0);
        countTwoBuilds();
        Tree runs = Widgets.table(Ide.window().getShell(), "Wall time");
        Ide.waitUntil("all runs are listed", () -> runs.getItemCount() == 2 * RUNS_OF_A_BUILD);
        runs.selectAll();
        runs.notifyListeners(SWT.Selection, new Event());
        Tree totals = Widgets.table(Ide.window().getShell(), "Event or metric");
        Ide.waitUntil("the runs are compared", () -> totals.getItemCount() > 0);
        inBothThemes("runs-compared");
        Ide.page().setPartState(view, IWorkbenchPage.STATE_RESTORED);
    }

    private void countTwoBuilds() throws Exception {
        Ide.deleteRuns();
        for (String build : new String[]{"-O0", "-O2"}) {
            sample.build(build);
            for (int i = 1; i <= RUNS_OF_A_BUILD; i++) {
                sample.count("sums " + build + ", " + i);
            }
        }
    }

    @Test
    void thePreferences() throws Exception {
        for (String theme : new String[]{Ide.LIGHT, Ide.DARK}) {
            Ide.theme(theme);
            Widgets.inDialog("Preferences", () -> PreferencesUtil.createPreferenceDialogOn(Ide.window().getShell(),
                    "org.perfctr.ui.preferencePage", null, null).open(), dialog -> picture("preferences"));
        }
    }

    private static void picture(String name) {
        Ide.settle();
        try {
            Ide.screenshot(name + "-" + Ide.themeName());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void theTabsOfACountConfiguration() throws Exception {
        ILaunchConfigurationWorkingCopy configuration = DebugPlugin.getDefault().getLaunchManager()
                .getLaunchConfigurationType(CountLaunch.NATIVE_PROGRAM_TYPE).newInstance(null, "sums");
        configuration.setAttribute(CountLaunch.PROGRAM, "${workspace_loc:/Sums/sums}");
        ILaunchConfiguration saved = configuration.doSave();
        try {
            for (String theme : new String[]{Ide.LIGHT, Ide.DARK}) {
                Ide.theme(theme);
                Widgets.inDialog("Count Configurations",
                        () -> DebugUITools.openLaunchConfigurationDialogOnGroup(Ide.window().getShell(),
                                new StructuredSelection(saved), "org.perfctr.ui.launchGroup.count"),
                        ScreenshotsTest::pictureTabs);
            }
        } finally {
            saved.delete();
        }
    }

    private static void pictureTabs(Shell dialog) {
        Ide.waitUntil("the tabs are there",
                () -> Widgets.all(dialog, CTabFolder.class).anyMatch(folder -> folder.getItemCount() > 0));
        CTabFolder tabs = Widgets.all(dialog, CTabFolder.class).findFirst().orElseThrow();
        assertEquals("Counters", tabs.getItem(1).getText());
        for (int i = 0; i < 2; i++) {
            Widgets.selectTab(tabs, i);
            Ide.settle();
            picture("configuration-" + tabs.getItem(i).getText().toLowerCase());
        }
    }

    private static void inBothThemes(String name) throws Exception {
        for (String theme : new String[]{Ide.LIGHT, Ide.DARK}) {
            Ide.theme(theme);
            Ide.screenshot(name + "-" + Ide.themeName());
        }
        Ide.theme(Ide.LIGHT);
    }
}
