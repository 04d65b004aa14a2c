// SPDX-License-Identifier: EPL-2.0
package org.perfctr.ui.preferences;

import org.eclipse.core.runtime.CoreException;
import org.eclipse.core.runtime.IStatus;
import org.eclipse.core.runtime.Status;
import org.eclipse.jface.preference.ListEditor;
import org.eclipse.jface.window.Window;
import org.eclipse.swt.widgets.Composite;

/** The list of rules that say where sources are, one a line. */
final class PathRulesEditor extends ListEditor {
    PathRulesEditor(String preference, String label, Composite parent) {
        super(preference, label, parent);
    }

    static String rule(String from, String to) {
        return from + SourceFolders.SEPARATOR + to;
    }

    static IStatus check(String from, String to) {
        try {
            SourceFolders.parse(rule(from, to));
            return Status.OK_STATUS;
        } catch (CoreException e) {
            return e.getStatus();
        }
    }

    @Override
    protected String createList(String[] rules) {
        return String.join("\n", rules);
    }

    @Override
    protected String[] parseString(String preference) {
        return preference.lines().toArray(String[]::new);
    }

    @Override
    protected String getNewInputObject() {
        PathRuleDialog dialog = new PathRuleDialog(getShell());
        return dialog.open() == Window.OK ? dialog.rule() : null;
    }
}
