// SPDX-License-Identifier: EPL-2.0
package org.perfctr.ui.editor;

import java.util.List;
import org.perfctr.core.profile.CallSite;
import org.perfctr.core.profile.InlinedCall;

/**
 * What a line calls, as the editor tells it.
 *
 * @param line the line, from 1
 * @param label which function, and how
 * @param samples those in it and in all that it called, for each sampled event
 */
record CalledFunction(int line, String label, List<Long> samples) {
    static CalledFunction of(CallSite call) {
        return new CalledFunction(call.from().line().getAsInt(), "calls " + call.callee().label(), call.samples());
    }

    static CalledFunction of(InlinedCall call) {
        return new CalledFunction(call.line(), call.callee().label() + " inlined here", call.samples());
    }
}
