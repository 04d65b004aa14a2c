// SPDX-License-Identifier: EPL-2.0
package org.perfctr.launching.internal;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.eclipse.core.runtime.preferences.IEclipsePreferences;
import org.eclipse.core.runtime.preferences.InstanceScope;
import org.junit.jupiter.api.Test;
import org.perfctr.launching.CountLaunch;

class PreferenceTest {
    @Test
    void aNewRunStaysInactiveWhenThePreferenceIsOff() throws Exception {
        IEclipsePreferences preferences = InstanceScope.INSTANCE.getNode("org.perfctr.launching");
        preferences.putBoolean(CountLaunch.ACTIVATE_NEW, false);
        try {
            RunsService.get().deactivate();
            Counted counted = Counted.start(Counted.shell("inactive", "true"));
            counted.await();
            Counted.until(() -> RunsService.get().list().stream().anyMatch(run -> run.file().equals(counted.runFile())),
                    "the run is not listed");
            assertTrue(RunsService.get().active().isEmpty());
        } finally {
            preferences.remove(CountLaunch.ACTIVATE_NEW);
        }
    }
}
