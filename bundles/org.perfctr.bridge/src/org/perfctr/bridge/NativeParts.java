// SPDX-License-Identifier: EPL-2.0
package org.perfctr.bridge;

import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;

import org.eclipse.core.runtime.FileLocator;
import org.osgi.framework.Bundle;
import org.osgi.framework.FrameworkUtil;

/** The files that this platform's fragment brings. */
public final class NativeParts {
    private static final String FOLDER = "binaries/";

    private NativeParts() {}

    /**
     * perfex, ready to be executed.
     *
     * @throws BridgeException the fragment isn't installed, or the file can't be made executable
     */
    public static Path perfex() throws BridgeException {
        Path perfex = locate("perfex");
        if (!Files.isExecutable(perfex) && !perfex.toFile().setExecutable(true, false)) {
            throw new BridgeException(perfex + " is not executable and can't be made so: run chmod +x on it.");
        }
        return perfex;
    }

    static Path library() throws BridgeException {
        return locate("libperfctr.so");
    }

    private static Path locate(String name) throws BridgeException {
        Bundle bundle = FrameworkUtil.getBundle(NativeParts.class);
        // findEntries, unlike getEntry, looks into the fragments too.
        var entries = bundle.findEntries(FOLDER, name, false);
        if (entries == null) {
            throw new BridgeException("perfctr has no native parts for " + System.getProperty("os.name") + " on "
                    + System.getProperty("os.arch") + ": it counts on Linux on x86_64 only.");
        }
        URL entry = entries.nextElement();
        try {
            return new File(FileLocator.toFileURL(entry).getPath()).toPath();
        } catch (IOException e) {
            throw new BridgeException(entry + " can't be read: " + e.getMessage(), e);
        }
    }
}
