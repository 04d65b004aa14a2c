// SPDX-License-Identifier: EPL-2.0
package org.perfctr.ui.runs;

import java.util.ArrayList;
import java.util.List;
import org.perfctr.core.run.Degradation;
import org.perfctr.core.run.Run;

/**
 * Something to know of a run before its numbers are read.
 *
 * @param problem whether there are no numbers because of it
 * @param text one sentence or two
 */
record Message(boolean problem, String text) {
    /** What the user asked for and did not get, with the way out. */
    static List<Message> of(Run run) {
        List<Message> messages = new ArrayList<>();
        run.loss().ifPresent(loss -> messages.add(new Message(false, loss)));
        run.degradations().forEach(degradation -> messages.add(new Message(false, text(degradation))));
        return messages;
    }

    private static String text(Degradation degradation) {
        return degradation.remedy().map(remedy -> degradation.text() + ". To change that: " + remedy)
                .orElse(degradation.text());
    }
}
