// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.profile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds the sources of a line profile that a file on this machine is. */
final class SourceMatch {
    /** A name alone is shared by too many files, {@code util.c} for one. */
    private static final int LEAST_COMMON_NAMES = 2;

    private SourceMatch() {}

    static Set<Source> find(List<Source> sources, Path file) {
        Path wanted = file.normalize();
        List<Source> sameName = sources.stream().filter(source -> sameName(source.file(), wanted)).toList();
        Set<Source> exact = sameName.stream().filter(source -> sameFile(source.file(), wanted))
                .collect(Collectors.toSet());
        return exact.isEmpty() ? moved(sameName, wanted) : exact;
    }

    private static Set<Source> moved(List<Source> sameName, Path wanted) {
        List<Source> gone = sameName.stream().filter(source -> !isThere(source)).toList();
        Set<Source> same = gone.stream().filter(source -> sameContent(source, wanted)).collect(Collectors.toSet());
        return same.isEmpty() ? byPath(gone, wanted) : same;
    }

    private static boolean sameContent(Source source, Path file) {
        try {
            return source.sameContent(file).orElse(false);
        } catch (IOException e) {
            return false;
        }
    }

    private static Set<Source> byPath(List<Source> gone, Path wanted) {
        int longest = gone.stream().mapToInt(source -> commonEnd(source.file(), wanted)).max().orElse(0);
        return gone.stream().filter(source -> commonEnd(source.file(), wanted) == longest)
                .filter(source -> longest >= leastCommonNames(source.file())).collect(Collectors.toSet());
    }

    /** Where a file without a directory was compiled is not known: Java's are named by package. */
    private static boolean isThere(Source source) {
        return source.file().isAbsolute() && Files.exists(source.file());
    }

    private static int leastCommonNames(Path source) {
        return source.isAbsolute() ? Math.min(LEAST_COMMON_NAMES, source.getNameCount()) : source.getNameCount();
    }

    private static boolean sameName(Path one, Path other) {
        return one.getFileName() != null && one.getFileName().equals(other.getFileName());
    }

    private static boolean sameFile(Path one, Path other) {
        return one.equals(other) || realPath(one).equals(realPath(other));
    }

    private static Path realPath(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            return path;
        }
    }

    private static int commonEnd(Path one, Path other) {
        int common = 0;
        while (common < Math.min(one.getNameCount(), other.getNameCount())
                && one.getName(one.getNameCount() - 1 - common)
                        .equals(other.getName(other.getNameCount() - 1 - common))) {
            common++;
        }
        return common;
    }
}
