// SPDX-License-Identifier: EPL-2.0
package org.perfctr.ui.preferences;

import org.eclipse.jface.preference.BooleanFieldEditor;
import org.eclipse.jface.preference.FieldEditorPreferencePage;
import org.eclipse.jface.preference.IntegerFieldEditor;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.Link;
import org.eclipse.ui.IWorkbench;
import org.eclipse.ui.IWorkbenchPreferencePage;
import org.eclipse.ui.dialogs.PreferencesUtil;
import org.perfctr.launching.CountLaunch;

/** Run/Debug > Counting. */
public final class CountPreferencePage extends FieldEditorPreferencePage implements IWorkbenchPreferencePage {
    private static final String ANNOTATIONS_PAGE = "org.eclipse.ui.editors.preferencePages.Annotations";

    public CountPreferencePage() {
        super(GRID);
        setDescription("Counting with perfctr:");
        setPreferenceStore(CountPreferences.store());
    }

    @Override
    public void init(IWorkbench workbench) {}

    @Override
    protected void createFieldEditors() {
        addField(new BooleanFieldEditor(CountLaunch.ACTIVATE_NEW,
                "&Activate a run when it has ended, which shows its lines in the editors", getFieldEditorParent()));
        addField(new BooleanFieldEditor(CountPreferences.OPEN_VIEW, "&Open the Runs view when a run has ended",
                getFieldEditorParent()));
        var frequency = new IntegerFieldEditor(CountPreferences.FREQUENCY,
                "&Samples per second in new launch configurations:", getFieldEditorParent(), 6);
        frequency.setValidRange(1, 10_000);
        addField(frequency);
        addField(new PathRulesEditor(CountPreferences.SOURCE_FOLDERS,
                "Source &folders of programs that were compiled elsewhere:", getFieldEditorParent()));
        new Label(getFieldEditorParent(), SWT.NONE);
        Link link = new Link(getFieldEditorParent(), SWT.NONE);
        link.setText("Colours: see <a>Annotations</a>, \"Counts: ...\"");
        link.addListener(SWT.Selection, event -> PreferencesUtil.createPreferenceDialogOn(getShell(),
                ANNOTATIONS_PAGE, null, null));
    }
}
