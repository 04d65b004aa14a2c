// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.profile;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * A function, or the part of a module that has no symbols.
 *
 * @param number its number in the line profile
 * @param name its name; absent when the module has no symbols there
 * @param module the module that holds it
 * @param source the file that declares it, where known
 * @param line the line of its declaration, from 1, where known
 */
public record Function(int number, Optional<String> name, Module module, Optional<Source> source, OptionalInt line) {
    /** Its name, or the module's in its place. */
    public String label() {
        return name.orElseGet(() -> "? in " + module.path());
    }

    /**
     * Whether people mean this function by that name. Parameters, what the compiler appends to the name of a copy or
     * a part, and the class or namespace may be left out: {@code work} is also {@code work(int)}, {@code work.cold}
     * and {@code jobs.Queue.work}.
     */
    public boolean isCalled(String wanted) {
        return name.filter(own -> FunctionName.isCalled(own, wanted)).isPresent();
    }

    /** Its number, which tells it apart within a run: large maps have these as keys. */
    @Override
    public int hashCode() {
        return number;
    }
}
