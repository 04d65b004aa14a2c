// SPDX-License-Identifier: EPL-2.0
package org.perfctr.ui.runs;

import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.swt.SWT;
import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Label;

/** What is to be known of a table, above it; it takes no room when there is nothing. */
final class Note {
    private final Label label;

    /** @param columns those of the parent's grid */
    Note(Composite parent, int columns) {
        label = new Label(parent, SWT.WRAP);
        GridDataFactory.fillDefaults().grab(true, false).span(columns, 1).hint(200, SWT.DEFAULT).indent(3, 2)
                .exclude(true).applyTo(label);
        label.setVisible(false);
    }

    void show(String text) {
        if (label.isDisposed() || text.equals(label.getText())) {
            return;
        }
        label.setText(text);
        label.setVisible(!text.isEmpty());
        ((GridData) label.getLayoutData()).exclude = text.isEmpty();
        label.getParent().layout();
    }
}
