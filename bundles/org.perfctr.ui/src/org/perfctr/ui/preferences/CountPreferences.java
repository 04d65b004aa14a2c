// SPDX-License-Identifier: EPL-2.0
package org.perfctr.ui.preferences;

import org.eclipse.core.runtime.preferences.IEclipsePreferences;
import org.eclipse.core.runtime.preferences.IEclipsePreferences.IPreferenceChangeListener;
import org.eclipse.core.runtime.preferences.InstanceScope;
import org.eclipse.jface.preference.IPreferenceStore;
import org.eclipse.ui.preferences.ScopedPreferenceStore;
import org.perfctr.core.profile.PathRules;
import org.perfctr.launching.CountLaunch;
import org.perfctr.launching.CountSettings;

/** What the preference page sets. */
public final class CountPreferences {
    static final String FREQUENCY = "org.perfctr.ui.frequency";
    static final String OPEN_VIEW = "org.perfctr.ui.openView";
    static final String SOURCE_FOLDERS = "org.perfctr.ui.sourceFolders";
    private static final String SHOWN_EVENT = "org.perfctr.ui.shownEvent";
    private static final String LAUNCHING_BUNDLE = "org.perfctr.launching";

    private CountPreferences() {}

    /** What a new launch configuration starts with. */
    public static CountSettings settings() {
        CountSettings builtIn = CountSettings.DEFAULT;
        return new CountSettings(builtIn.events(), builtIn.sampling(), builtIn.sampledEvents(),
                store().getInt(FREQUENCY),
                builtIn.callGraph(), builtIn.interval());
    }

    /** Whether the Runs view opens by itself when a counted program has ended. */
    public static boolean opensView() {
        return store().getBoolean(OPEN_VIEW);
    }

    /** Where sources are that were compiled elsewhere. */
    public static PathRules pathRules() {
        return SourceFolders.rules(store().getString(SOURCE_FOLDERS));
    }

    /** Calls on any thread when {@link #pathRules} may have changed. */
    public static void onPathRules(Runnable changed) {
        onChange(SOURCE_FOLDERS, changed);
    }

    /** The sampled event to show of runs that have it; of others the first one is shown. */
    public static String shownEvent() {
        return store().getString(SHOWN_EVENT);
    }

    /** Has another sampled event shown, in tables and editors. */
    public static void showEvent(String event) {
        store().setValue(SHOWN_EVENT, event);
    }

    /**
     * Calls on any thread when {@link #shownEvent} has changed.
     *
     * @return ends that
     */
    public static Runnable onShownEvent(Runnable changed) {
        return onChange(SHOWN_EVENT, changed);
    }

    private static Runnable onChange(String key, Runnable changed) {
        IEclipsePreferences node = InstanceScope.INSTANCE.getNode(LAUNCHING_BUNDLE);
        IPreferenceChangeListener listener = event -> {
            if (event.getKey().equals(key)) {
                changed.run();
            }
        };
        node.addPreferenceChangeListener(listener);
        return () -> node.removePreferenceChangeListener(listener);
    }

    /** All of them are kept with the launching bundle, which needs some of them without a user interface. */
    static IPreferenceStore store() {
        var store = new ScopedPreferenceStore(InstanceScope.INSTANCE, LAUNCHING_BUNDLE);
        store.setDefault(CountLaunch.ACTIVATE_NEW, true);
        store.setDefault(OPEN_VIEW, true);
        store.setDefault(FREQUENCY, CountSettings.DEFAULT.frequency());
        return store;
    }
}
