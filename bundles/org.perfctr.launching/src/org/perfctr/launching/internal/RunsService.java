// SPDX-License-Identifier: EPL-2.0
package org.perfctr.launching.internal;

import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.perfctr.launching.Runs;

/** The service, for classes that the extension registry makes, into which nothing can be injected. */
final class RunsService {
    private RunsService() {}

    static Runs get() {
        BundleContext context = FrameworkUtil.getBundle(RunsService.class).getBundleContext();
        return context.getService(context.getServiceReference(Runs.class));
    }
}
