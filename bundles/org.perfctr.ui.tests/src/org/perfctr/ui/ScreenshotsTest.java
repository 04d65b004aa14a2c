// SPDX-License-Identifier: EPL-2.0
package org.perfctr.ui;

import org.eclipse.swt.custom.CTabFolder;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.ui.ide.IDE;
import org.junit.jupiter.api.Test;
import org.perfctr.ui.runs.RunsView;

/** Takes pictures of the view and an annotated editor, for people to look at. */
class ScreenshotsTest {
    @Test
    void showsRunsAndLinesInLightAndDark() throws Exception {
        Ide.cleanUp();
        SampleProject sample = SampleProject.create();
        sample.count("sums, first");
        sample.count("sums, second");
        RunsView view = (RunsView) Ide.page().showView(RunsView.ID);
        IDE.openEditor(Ide.page(), sample.source());
        Ide.waitUntil("the runs are known", () -> Ide.runs().list().size() >= 2);
        Ide.runs().activate(Ide.runs().list().getFirst());
        Ide.settle();
        Ide.settle();
        Ide.settle();
        for (String theme : new String[]{Ide.LIGHT, Ide.DARK}) {
            Ide.theme(theme);
            String name = theme.equals(Ide.DARK) ? "dark" : "light";
            Ide.screenshot("runs-" + name);
            Ide.page().toggleZoom(Ide.page().findViewReference(RunsView.ID));
            Ide.settle();
            CTabFolder tabs = tabs(view.getSite().getShell());
            for (int i = 0; i < tabs.getItemCount(); i++) {
                tabs.setSelection(i);
                Ide.screenshot("tab" + i + "-" + name);
            }
            tabs.setSelection(0);
            Ide.page().toggleZoom(Ide.page().findViewReference(RunsView.ID));
        }
        Ide.theme(Ide.LIGHT);
    }

    private static CTabFolder tabs(Composite parent) {
        for (Control child : parent.getChildren()) {
            if (child instanceof CTabFolder folder && folder.getItemCount() == 4
                    && folder.getItem(0).getText().equals("Metrics")) {
                return folder;
            }
            if (child instanceof Composite composite && tabs(composite) != null) {
                return tabs(composite);
            }
        }
        return null;
    }
}
