// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.profile;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A source file, as the compiler knew it.
 *
 * @param number its number in the line profile
 * @param path the path as the compiler wrote it
 * @param directory the compilation directory, which a relative path is relative to
 * @param md5 the MD5 of the content that was compiled, in hexadecimal, where known
 * @param file where it is: where it was compiled, unless rules map it to another folder
 */
public record Source(int number, String path, Optional<String> directory, Optional<String> md5, Path file) {
    /** A file that is where it was compiled. */
    public static Source of(int number, String path, Optional<String> directory) {
        return of(number, path, directory, Optional.empty(), PathRules.NONE);
    }

    public static Source of(int number, String path, Optional<String> directory, Optional<String> md5,
            PathRules rules) {
        Path compiled = path(directory.orElse("")).resolve(path(path)).normalize();
        return new Source(number, path, directory, md5, rules.apply(compiled));
    }

    /** The file's name without its folders. */
    public String name() {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /**
     * Whether a file has the content that was compiled; absent where that is not known.
     *
     * @throws IOException if the file cannot be read
     */
    public Optional<Boolean> sameContent(Path other) throws IOException {
        return md5.isEmpty() ? Optional.empty() : Optional.of(md5.get().equals(md5Of(other)));
    }

    /** Its number, which tells it apart within a run: large maps have these as keys. */
    @Override
    public int hashCode() {
        return number;
    }

    /** The text as a path; what the system cannot write in a name is replaced, and nothing will be found there. */
    private static Path path(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            return Path.of(text.replaceAll("[^\\x20-\\x7E]", "?"));
        }
    }

    private static String md5Of(Path file) throws IOException {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(SourceFile.bytes(file)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has MD5", e);
        }
    }
}
