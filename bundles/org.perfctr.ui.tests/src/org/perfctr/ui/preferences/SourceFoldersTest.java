// SPDX-License-Identifier: EPL-2.0
package org.perfctr.ui.preferences;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.List;
import org.eclipse.core.runtime.CoreException;
import org.junit.jupiter.api.Test;
import org.perfctr.core.profile.PathRules.Rule;

class SourceFoldersTest {
    @Test
    void aRuleThatMakesNoSenseIsLeftOut() {
        assertEquals(List.of(new Rule(Path.of("/a"), Path.of("/b"))),
                SourceFolders.rules("nonsense\n/a -> /b\n/c -> ${workspace_loc:/gone}").rules());
    }

    @Test
    void badRulesAreRefused() {
        for (String line : List.of("/a", "/a -> b", "/a -> ${no_such_variable}", "/a -> /\0")) {
            assertThrows(CoreException.class, () -> SourceFolders.parse(line), line);
        }
    }
}
