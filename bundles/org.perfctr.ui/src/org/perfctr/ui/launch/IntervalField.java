// SPDX-License-Identifier: EPL-2.0
package org.perfctr.ui.launch;

import org.eclipse.jface.layout.GridLayoutFactory;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.Spinner;

/** How often a running program's counts are shown. */
final class IntervalField {
    private static final int LONGEST = 3_600_000;

    private final Spinner interval;

    IntervalField(Composite parent, Runnable changed) {
        Composite row = new Composite(parent, SWT.NONE);
        GridLayoutFactory.fillDefaults().numColumns(3).applyTo(row);
        new Label(row, SWT.NONE).setText("While it &runs, show the counts every");
        interval = new Spinner(row, SWT.BORDER);
        interval.setValues(0, 0, LONGEST, 0, 100, 1000);
        interval.setToolTipText("0: only when it has ended");
        new Label(row, SWT.NONE).setText("milliseconds");
        interval.addModifyListener(event -> changed.run());
    }

    void set(int millis) {
        interval.setSelection(millis);
    }

    int get() {
        return interval.getSelection();
    }
}
