// SPDX-License-Identifier: EPL-2.0
package org.perfctr.launching.internal;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

import org.eclipse.core.runtime.CoreException;
import org.eclipse.core.runtime.IStatus;
import org.eclipse.core.runtime.Status;

/**
 * Tells why a program can't be started in better words than the operating system's. The status' code is the exit
 * status that a shell, and perfex, has for it.
 */
final class ProgramCheck {
    static final int CANT_COUNT = 125;
    static final int CANT_EXECUTE = 126;
    static final int NOT_FOUND = 127;

    private ProgramCheck() {}

    /**
     * @param program a path, or a name that is looked up on the PATH
     * @throws CoreException with one sentence: the program can't be started
     */
    static void require(String program, Optional<File> directory, Map<String, String> environment)
            throws CoreException {
        if (directory.isPresent() && !directory.get().isDirectory()) {
            throw problem(CANT_COUNT, "The working directory " + directory.get()
                    + (directory.get().exists() ? " is not a directory." : " does not exist."));
        }
        if (program.indexOf('/') < 0) {
            requireOnPath(program, environment.getOrDefault("PATH", ""));
            return;
        }
        Path file = directory.map(File::toPath).orElse(Path.of("")).resolve(program);
        if (!Files.exists(file)) {
            throw problem(NOT_FOUND, "The program " + file + " does not exist.");
        }
        if (Files.isDirectory(file)) {
            throw problem(CANT_EXECUTE, "The program " + file + " is a directory.");
        }
        if (!Files.isExecutable(file)) {
            throw problem(CANT_EXECUTE, "The program " + file + " is not executable: run chmod +x on it.");
        }
        requireInterpreter(file);
    }

    private static void requireOnPath(String name, String path) throws CoreException {
        boolean found = Arrays.stream(path.split(File.pathSeparator)).map(folder -> Path.of(folder, name))
                .anyMatch(file -> Files.isRegularFile(file) && Files.isExecutable(file));
        if (!found) {
            throw problem(NOT_FOUND, "The program " + name + " is not on the PATH: give its full path.");
        }
    }

    private static void requireInterpreter(Path script) throws CoreException {
        String interpreter = interpreter(script);
        if (!interpreter.isEmpty() && !Files.isExecutable(Path.of(interpreter))) {
            throw problem(CANT_EXECUTE, "The script " + script + " can't be run: its interpreter " + interpreter
                    + " does not exist or is not executable.");
        }
    }

    /** What follows #! in the first line; empty if the file is no script. */
    private static String interpreter(Path file) throws CoreException {
        try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
            char[] start = new char[2];
            if (reader.read(start) < 2 || start[0] != '#' || start[1] != '!') {
                return "";
            }
            String line = reader.readLine();
            return line == null ? "" : line.strip().split("\\s", 2)[0];
        } catch (IOException e) {
            // What may be executed but not read is no script.
            return "";
        }
    }

    private static CoreException problem(int code, String sentence) {
        return new CoreException(new Status(IStatus.ERROR, ProgramCheck.class, code, sentence, null));
    }
}
