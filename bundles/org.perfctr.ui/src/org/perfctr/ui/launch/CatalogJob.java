// SPDX-License-Identifier: EPL-2.0
package org.perfctr.ui.launch;

import java.util.function.Consumer;
import org.eclipse.core.runtime.IProgressMonitor;
import org.eclipse.core.runtime.IStatus;
import org.eclipse.core.runtime.Status;
import org.eclipse.core.runtime.jobs.Job;
import org.eclipse.swt.widgets.Display;

/** Reads the events that can be counted here, which takes the library some time. */
final class CatalogJob extends Job {
    private final Display display;
    private final Consumer<Catalog> done;

    /** @param done is called on the UI thread */
    CatalogJob(Display display, Consumer<Catalog> done) {
        super("Reading perfctr's events");
        setSystem(true);
        this.display = display;
        this.done = done;
    }

    @Override
    protected IStatus run(IProgressMonitor monitor) {
        Catalog catalog = Catalog.read();
        display.asyncExec(() -> done.accept(catalog));
        return Status.OK_STATUS;
    }
}
