// SPDX-License-Identifier: EPL-2.0
package org.perfctr.ui.runs;

import java.util.List;
import org.eclipse.core.commands.ExecutionEvent;

/** Shows the selected run in the editors, or no run if it is the one that they show. */
public final class ActivateRunHandler extends RunsHandler {
    @Override
    void execute(RunsView view, List<RunRow> selected, ExecutionEvent event) {
        RunActivation.toggle(view.runs(), selected.getFirst().run());
    }
}
