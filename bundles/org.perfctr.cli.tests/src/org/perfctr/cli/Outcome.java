// SPDX-License-Identifier: EPL-2.0
package org.perfctr.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;

/** What one call of the command wrote, and its exit status. */
record Outcome(int status, String out, String err) {
    static Outcome of(Object... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        String[] texts = Arrays.stream(arguments).map(Object::toString).toArray(String[]::new);
        int status = Perfctr.run(new PrintWriter(out, true), new PrintWriter(err, true), texts);
        return new Outcome(status, out.toString(), err.toString());
    }
}
