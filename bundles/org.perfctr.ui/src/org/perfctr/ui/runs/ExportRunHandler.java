// SPDX-License-Identifier: EPL-2.0
package org.perfctr.ui.runs;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.eclipse.core.commands.ExecutionEvent;
import org.eclipse.core.runtime.CoreException;
import org.eclipse.core.runtime.Status;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.FileDialog;
import org.perfctr.core.metric.MetricCatalog;
import org.perfctr.core.report.RunCsv;
import org.perfctr.core.run.Run;
import org.perfctr.core.store.StoredRun;

/** Writes the selected run as comma-separated values. The command's parameter "file" answers the question where to. */
public final class ExportRunHandler extends RunsHandler {
    private static final String FILE = "org.perfctr.ui.exportRun.file";

    @Override
    void execute(RunsView view, List<RunRow> selected, ExecutionEvent event) {
        StoredRun run = selected.getFirst().run();
        String given = event.getParameter(FILE);
        Optional<Path> file = given == null ? ask(view, run) : Optional.of(Path.of(given));
        file.ifPresent(path -> inBackground("Exporting " + run.title(), monitor -> export(view, run, path)));
    }

    private static Optional<Path> ask(RunsView view, StoredRun run) {
        var dialog = new FileDialog(view.getSite().getShell(), SWT.SAVE);
        dialog.setText("Export Run as CSV");
        dialog.setFilterExtensions(new String[]{"*.csv", "*"});
        dialog.setFileName(run.title() + ".csv");
        dialog.setOverwrite(true);
        return Optional.ofNullable(dialog.open()).map(Path::of);
    }

    private static void export(RunsView view, StoredRun run, Path file) throws CoreException {
        try {
            // A run that cannot be read must not empty the file, which may be an older export.
            Run whole = view.runs().store().read(run);
            try (Writer out = Files.newBufferedWriter(file)) {
                RunCsv.write(whole, MetricCatalog.bundled(), out);
            }
        } catch (IOException e) {
            throw new CoreException(Status.error(
                    "The run \"" + run.title() + "\" can't be exported to " + file + ": " + e.getMessage(), e));
        }
    }
}
