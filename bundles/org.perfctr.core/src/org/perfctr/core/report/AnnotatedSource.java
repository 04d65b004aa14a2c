// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.perfctr.core.profile.Line;
import org.perfctr.core.profile.LineProfile;
import org.perfctr.core.profile.Source;
import org.perfctr.core.profile.SourceLine;

/**
 * A source file, or the part of it that is one function, with the samples of each line.
 *
 * @param file the file
 * @param rows its lines
 * @param outdated whether the file was changed after the program was built, so that lines may have moved
 */
public record AnnotatedSource(Path file, List<Row> rows, boolean outdated) {
    private static final int CONTEXT = 2;

    /**
     * A line with its samples.
     *
     * @param number the line, from 1
     * @param samples the samples of the event
     * @param share the share of all samples of the event, 0 to 1
     * @param text its text
     */
    public record Row(int number, long samples, double share, String text) {}

    /**
     * Finds a file or function with samples.
     *
     * @param place a file's path or the end of it, or a function's name
     * @param event the index of the sampled event
     * @throws IOException with one sentence for the user if there is no such place, or several, or no file
     */
    public static AnnotatedSource find(LineProfile profile, String place, int event) throws IOException {
        List<Line> inFunction = profile.lines().stream()
                .filter(line -> line.function().name().filter(place::equals).isPresent())
                .filter(line -> line.line().isPresent()).toList();
        if (inFunction.isEmpty()) {
            return whole(profile, sourceFile(profile, place), event);
        }
        Path file = only(inFunction.stream().flatMap(line -> line.source().stream()).map(Source::file)
                .collect(Collectors.toSet()), place);
        return whole(profile, file, event).part(inFunction);
    }

    private AnnotatedSource part(List<Line> inFunction) {
        IntStream declared = inFunction.stream().flatMapToInt(line -> line.function().line().stream());
        IntStream sampled = inFunction.stream().flatMapToInt(line -> line.line().stream());
        IntSummaryStatistics range = IntStream.concat(declared, sampled).summaryStatistics();
        return new AnnotatedSource(file, rows.subList(Math.clamp(range.getMin() - 1, 0, rows.size()),
                Math.clamp(range.getMax() + (long) CONTEXT, 0, rows.size())), outdated);
    }

    private static AnnotatedSource whole(LineProfile profile, Path file, int event) throws IOException {
        if (!Files.isReadable(file)) {
            throw new IOException(file + " is not on this machine, or cannot be read: annotate needs the source file");
        }
        List<String> text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8).lines().toList();
        Map<Integer, SourceLine> hot = profile.linesOf(file).stream()
                .collect(Collectors.toMap(SourceLine::number, Function.identity()));
        List<Row> rows = new ArrayList<>();
        for (int number = 1; number <= text.size(); number++) {
            long samples = hot.containsKey(number) ? hot.get(number).samples().get(event) : 0;
            rows.add(new Row(number, samples, profile.share(samples, event), text.get(number - 1)));
        }
        return new AnnotatedSource(file, rows, profile.outdated(file));
    }

    private static Path sourceFile(LineProfile profile, String place) throws IOException {
        Path asFile = Path.of(place).toAbsolutePath().normalize();
        if (Files.exists(asFile) && !profile.linesOf(asFile).isEmpty()) {
            return asFile;
        }
        return only(profile.sources().stream().map(Source::file).filter(file -> file.endsWith(place))
                .collect(Collectors.toSet()), place);
    }

    private static Path only(Set<Path> files, String place) throws IOException {
        if (files.isEmpty()) {
            throw new IOException("The run has no samples in a file or function \"" + place
                    + "\": perfctr report shows the hottest ones");
        }
        if (files.size() > 1) {
            throw new IOException("\"" + place + "\" could be " + String.join(" or ",
                    new TreeSet<>(files).stream().map(Path::toString).toList()) + ": name one of these files");
        }
        return files.iterator().next();
    }
}
