// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.profile;

/** Tells whether people mean a function by a name: they may leave out much of what compilers write. */
final class FunctionName {
    private FunctionName() {}

    /**
     * Parameters, what the compiler appends to the name of a copy or a part, and the class or namespace may be left
     * out: {@code work} is also {@code work(int)}, {@code work.cold}, {@code jobs.Queue.work} and
     * {@code jobs::Queue::work<long>(long)}.
     */
    static boolean isCalled(String name, String wanted) {
        if (wanted.isEmpty()) {
            return false;
        }
        for (int start = name.indexOf(wanted); start >= 0; start = name.indexOf(wanted, start + 1)) {
            if (begins(name, start) && ends(name, start, start + wanted.length())) {
                return true;
            }
        }
        return false;
    }

    /** The same, but for class or namespace, which must be there. */
    static boolean isWhole(String name, String wanted) {
        return name.startsWith(wanted) && ends(name, 0, wanted.length());
    }

    private static boolean begins(String name, int start) {
        return start == 0 || name.charAt(start - 1) == '.' || name.startsWith("::", start - 2);
    }

    /** In the middle of a name, what is between dots is a package or a class. */
    private static boolean ends(String name, int start, int end) {
        String rest = name.substring(end);
        return rest.isEmpty() || rest.startsWith("(") || rest.startsWith("<") || rest.startsWith(" [clone")
                || start == 0 && rest.startsWith(".");
    }
}
