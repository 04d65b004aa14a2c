// SPDX-License-Identifier: EPL-2.0
package org.perfctr.bridge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;

import org.junit.jupiter.api.Test;

class NativePartsTest {
    @Test
    void perfexRunsAndIsOfTheLibrarysVersion() throws Exception {
        Process perfex = new ProcessBuilder(NativeParts.perfex().toString(), "--version").start();
        assertEquals("perfex " + Perfctr.load().version(), perfex.inputReader().readLine());
        assertEquals(0, perfex.waitFor());
    }

    @Test
    void perfexHasTheAgentForJavaAndTheDisassemblerBesideIt() throws BridgeException {
        assertTrue(Files.isReadable(NativeParts.perfex().resolveSibling("libperfctr-jvm.so")));
        assertTrue(Files.isReadable(NativeParts.perfex().resolveSibling("libZydis.so.4.0")));
    }

    @Test
    void perfexIsMadeExecutableWhenItIsNot() throws BridgeException, IOException {
        Files.setPosixFilePermissions(NativeParts.perfex(),
                PosixFilePermissions.fromString("rw-r--r--"));
        assertTrue(Files.isExecutable(NativeParts.perfex()));
    }
}
