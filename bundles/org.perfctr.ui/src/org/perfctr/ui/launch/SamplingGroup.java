// SPDX-License-Identifier: EPL-2.0
package org.perfctr.ui.launch;

import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.jface.layout.GridLayoutFactory;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Group;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.Spinner;

/** Whether source lines are sampled, and how often. */
final class SamplingGroup {
    static final int LOWEST = 1;
    static final int HIGHEST = 10_000;

    private final Button on;
    private final Spinner frequency;

    SamplingGroup(Composite parent, Runnable changed) {
        Group group = new Group(parent, SWT.NONE);
        group.setText("Source lines");
        GridLayoutFactory.swtDefaults().numColumns(3).applyTo(group);
        GridDataFactory.fillDefaults().grab(true, false).applyTo(group);
        on = new Button(group, SWT.CHECK);
        on.setText("&Sample source lines at");
        frequency = new Spinner(group, SWT.BORDER);
        frequency.setValues(LOWEST, LOWEST, HIGHEST, 0, 100, 1000);
        new Label(group, SWT.NONE).setText("samples per second of CPU time");
        on.addListener(SWT.Selection, event -> {
            frequency.setEnabled(on.getSelection());
            changed.run();
        });
        frequency.addModifyListener(event -> changed.run());
    }

    void set(boolean sampling, int samplesPerSecond) {
        on.setSelection(sampling);
        frequency.setSelection(samplesPerSecond);
        frequency.setEnabled(sampling);
    }

    boolean on() {
        return on.getSelection();
    }

    int frequency() {
        return frequency.getSelection();
    }
}
