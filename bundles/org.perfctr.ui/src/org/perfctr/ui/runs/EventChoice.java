// SPDX-License-Identifier: EPL-2.0
package org.perfctr.ui.runs;

import java.util.List;
import org.eclipse.swt.SWT;
import org.eclipse.swt.custom.CTabFolder;
import org.eclipse.swt.events.SelectionListener;
import org.eclipse.swt.widgets.Combo;
import org.perfctr.ui.preferences.CountPreferences;

/** Chooses the sampled event to show, beside the tabs of a folder; out of sight where there is no choice. */
final class EventChoice {
    private final CTabFolder folder;
    private final Combo combo;

    EventChoice(CTabFolder folder) {
        this.folder = folder;
        combo = new Combo(folder, SWT.READ_ONLY);
        combo.setToolTipText("The sampled event that the tabs and the editors show");
        combo.setVisible(false);
        combo.addSelectionListener(
                SelectionListener.widgetSelectedAdapter(event -> CountPreferences.showEvent(combo.getText())));
    }

    /** @param shown the index of the event that is shown */
    void show(List<String> events, int shown) {
        if (!List.of(combo.getItems()).equals(events)) {
            combo.setItems(events.toArray(String[]::new));
            boolean choice = events.size() > 1;
            combo.setVisible(choice);
            folder.setTopRight(choice ? combo : null);
        }
        combo.select(shown);
    }
}
