// SPDX-License-Identifier: EPL-2.0
package org.perfctr.ui;

import java.util.Locale;
import org.eclipse.jface.resource.ImageDescriptor;
import org.eclipse.jface.resource.ImageRegistry;
import org.eclipse.jface.resource.JFaceResources;
import org.eclipse.jface.resource.ResourceLocator;
import org.eclipse.swt.graphics.Image;

/** The bundle's own icons: {@code RUN_FAILED} is {@code icons/run-failed.svg}. */
public enum Icon {
    ACTIVATE, COUNT, COUNTERS, EXPORT, NATIVE_PROGRAM, RUN_COUNTING, RUN_FAILED, RUN_FINISHED, RUN_INCOMPLETE, RUNS, VERDICT_BETTER, VERDICT_CHANGED, VERDICT_WORSE;

    private final String path = "icons/" + name().toLowerCase(Locale.ROOT).replace('_', '-') + ".svg";

    public ImageDescriptor descriptor() {
        return ResourceLocator.imageDescriptorFromBundle(PerfctrUi.BUNDLE, path).orElseThrow();
    }

    /** @return the image, which belongs to JFace: don't dispose of it */
    public Image image() {
        ImageRegistry registry = JFaceResources.getImageRegistry();
        String key = PerfctrUi.BUNDLE + "/" + path;
        if (registry.getDescriptor(key) == null) {
            registry.put(key, descriptor());
        }
        return registry.get(key);
    }
}
