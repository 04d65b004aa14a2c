// SPDX-License-Identifier: EPL-2.0
package org.perfctr.ui.launch;

import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.jface.layout.GridLayoutFactory;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Combo;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Group;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.Spinner;
import org.eclipse.swt.widgets.Text;
import org.perfctr.launching.CallGraph;
import org.perfctr.launching.CountSettings;

/** Whether source lines are sampled, and how often. */
final class SamplingGroup {
    static final int LOWEST = 1;
    static final int HIGHEST = 10_000;
    /** In the order of {@link CallGraph}. */
    private static final String[] CALLERS = {"not recorded", "frame pointers", "unwinding (DWARF)"};

    private final Button on;
    private final Spinner frequency;
    private final Combo callers;
    private final Text events;

    SamplingGroup(Composite parent, Runnable changed) {
        Group group = new Group(parent, SWT.NONE);
        group.setText("Source lines");
        GridLayoutFactory.swtDefaults().numColumns(4).applyTo(group);
        GridDataFactory.fillDefaults().grab(true, false).applyTo(group);
        on = new Button(group, SWT.CHECK);
        on.setText("&Sample at");
        frequency = new Spinner(group, SWT.BORDER);
        frequency.setValues(LOWEST, LOWEST, HIGHEST, 0, 100, 1000);
        new Label(group, SWT.NONE).setText("per second.  &Callers:");
        frequency.setToolTipText("Samples per second of CPU time");
        callers = new Combo(group, SWT.READ_ONLY);
        callers.setItems(CALLERS);
        callers.setToolTipText("Who called what was sampled, for the Calls tab of the Runs view. Frame pointers cost"
                + " little and need programs compiled with -fno-omit-frame-pointer; unwinding costs more and works for"
                + " nearly all.");
        new Label(group, SWT.NONE).setText("Sampled e&vents:");
        events = new Text(group, SWT.SINGLE | SWT.BORDER);
        events.setMessage("cpu-clock:u, the program's own time; or names, such as cycles,llc-misses,page-faults");
        events.setToolTipText("Where each of them happens: the Runs view and the editors show one after your choice");
        GridDataFactory.fillDefaults().grab(true, false).span(3, 1).hint(200, SWT.DEFAULT).applyTo(events);
        on.addListener(SWT.Selection, event -> {
            enable();
            changed.run();
        });
        frequency.addModifyListener(event -> changed.run());
        callers.addListener(SWT.Selection, event -> changed.run());
        events.addModifyListener(event -> changed.run());
    }

    void set(CountSettings settings) {
        on.setSelection(settings.sampling());
        frequency.setSelection(settings.frequency());
        events.setText(settings.sampledEvents());
        callers.select(settings.callGraph().ordinal());
        enable();
    }

    private void enable() {
        frequency.setEnabled(on.getSelection());
        callers.setEnabled(on.getSelection());
        events.setEnabled(on.getSelection());
    }

    boolean on() {
        return on.getSelection();
    }

    CallGraph callGraph() {
        return CallGraph.values()[callers.getSelectionIndex()];
    }

    /** Separated by commas; empty: perfex's own choice. */
    String events() {
        return events.getText().strip();
    }

    int frequency() {
        return frequency.getSelection();
    }
}
