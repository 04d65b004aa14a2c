// SPDX-License-Identifier: EPL-2.0
package org.perfctr.ui.preferences;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.core.runtime.CoreException;
import org.eclipse.core.runtime.ILog;
import org.eclipse.core.runtime.Status;
import org.eclipse.core.variables.VariablesPlugin;
import org.perfctr.core.profile.PathRules;
import org.perfctr.core.profile.PathRules.Rule;

/** Where the sources of programs are that were compiled elsewhere: lines of the form {@code FROM -> TO}. */
final class SourceFolders {
    static final String SEPARATOR = " -> ";

    private SourceFolders() {}

    /** The rules; one that makes no sense, for instance since a project is gone, is left out and logged. */
    static PathRules rules(String preference) {
        List<Rule> rules = new ArrayList<>();
        for (String line : preference.lines().toList()) {
            try {
                rules.add(parse(line));
            } catch (CoreException e) {
                ILog.get().log(e.getStatus());
            }
        }
        return new PathRules(rules);
    }

    static Rule parse(String line) throws CoreException {
        int separator = line.indexOf(SEPARATOR);
        if (separator < 0) {
            throw new CoreException(Status.error("\"" + line + "\" does not say where a folder is: expected FROM"
                    + SEPARATOR + "TO."));
        }
        String to = VariablesPlugin.getDefault().getStringVariableManager()
                .performStringSubstitution(line.substring(separator + SEPARATOR.length()));
        return new Rule(path(line.substring(0, separator)), absolute(to));
    }

    private static Path absolute(String text) throws CoreException {
        Path path = path(text);
        if (!path.isAbsolute()) {
            throw new CoreException(Status.error("\"" + text + "\" is no absolute path."));
        }
        return path;
    }

    private static Path path(String text) throws CoreException {
        try {
            return Path.of(text).normalize();
        } catch (InvalidPathException e) {
            throw new CoreException(Status.error("\"" + text + "\" is no path.", e));
        }
    }
}
