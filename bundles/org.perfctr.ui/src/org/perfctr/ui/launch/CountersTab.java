// SPDX-License-Identifier: EPL-2.0
package org.perfctr.ui.launch;

import java.util.Optional;
import org.eclipse.core.runtime.CoreException;
import org.eclipse.core.runtime.ILog;
import org.eclipse.debug.core.ILaunchConfiguration;
import org.eclipse.debug.core.ILaunchConfigurationWorkingCopy;
import org.eclipse.debug.ui.AbstractLaunchConfigurationTab;
import org.eclipse.jface.layout.GridLayoutFactory;
import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.Image;
import org.eclipse.swt.widgets.Composite;
import org.perfctr.launching.CountSettings;
import org.perfctr.ui.Icon;
import org.perfctr.ui.preferences.CountPreferences;

/** What is counted, and whether lines are sampled. */
final class CountersTab extends AbstractLaunchConfigurationTab {
    private final EventCheck check = new EventCheck(this::checked);
    private EventsGroup events;
    private SamplingGroup sampling;
    private IntervalField interval;

    @Override
    public String getName() {
        return "Counters";
    }

    @Override
    public Image getImage() {
        return Icon.COUNTERS.image();
    }

    @Override
    public String getId() {
        return "org.perfctr.ui.countersTab";
    }

    @Override
    public void createControl(Composite parent) {
        Composite tab = new Composite(parent, SWT.NONE);
        GridLayoutFactory.swtDefaults().applyTo(tab);
        events = new EventsGroup(tab, this::changed);
        sampling = new SamplingGroup(tab, this::changed);
        interval = new IntervalField(tab, this::changed);
        setControl(tab);
        new CatalogJob(tab.getDisplay(), catalog -> {
            if (tab.isDisposed()) {
                return;
            }
            events.setCatalog(catalog.events());
            setMessage(catalog.summary());
            updateLaunchConfigurationDialog();
        }).schedule();
    }

    /** The answer may come when the dialog is gone. */
    private void checked() {
        if (getControl() != null && !getControl().isDisposed()) {
            updateLaunchConfigurationDialog();
        }
    }

    private void changed() {
        check.start(events.text());
        check.start(sampling.events());
        updateLaunchConfigurationDialog();
    }

    @Override
    public void setDefaults(ILaunchConfigurationWorkingCopy configuration) {
        CountPreferences.settings().writeTo(configuration);
    }

    @Override
    public void initializeFrom(ILaunchConfiguration configuration) {
        CountSettings settings = settings(configuration);
        events.setText(settings.events());
        sampling.set(settings);
        interval.set(settings.interval());
        check.start(settings.events());
        check.start(settings.sampledEvents());
    }

    private static CountSettings settings(ILaunchConfiguration configuration) {
        try {
            return CountSettings.of(configuration);
        } catch (CoreException e) {
            ILog.get().log(e.getStatus());
            return CountPreferences.settings();
        }
    }

    @Override
    public void performApply(ILaunchConfigurationWorkingCopy configuration) {
        new CountSettings(events.text(), sampling.on(), sampling.events(), sampling.frequency(),
                sampling.callGraph(), interval.get()).writeTo(configuration);
    }

    @Override
    public boolean isValid(ILaunchConfiguration configuration) {
        CountSettings settings = settings(configuration);
        String problem = check.problem(settings.events())
                .or(() -> settings.sampling() ? check.problem(settings.sampledEvents()) : Optional.empty())
                .orElse(null);
        setErrorMessage(problem);
        return problem == null;
    }
}
