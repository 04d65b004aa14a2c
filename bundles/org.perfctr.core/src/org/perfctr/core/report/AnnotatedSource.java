// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.report;

import java.io.IOException;
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

import org.perfctr.core.profile.Frame;
import org.perfctr.core.profile.InlinedCall;
import org.perfctr.core.profile.LineProfile;
import org.perfctr.core.profile.Source;
import org.perfctr.core.profile.SourceFile;
import org.perfctr.core.profile.SourceLine;

/**
 * A source file, or the part of it that is one function, with the samples of each line.
 *
 * @param file the file
 * @param rows its lines
 * @param inlined the calls in these lines whose functions were inlined
 * @param outdated whether the file was changed after the program was built, so that lines may have moved
 */
public record AnnotatedSource(Path file, List<Row> rows, List<InlinedCall> inlined, boolean outdated) {
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
        List<Frame> inFunction = inFunction(profile, place);
        if (inFunction.isEmpty()) {
            return ofFile(profile, sourceFile(profile, place), event);
        }
        Path file = only(inFunction.stream().flatMap(frame -> frame.source().stream()).map(Source::file)
                .collect(Collectors.toSet()), place);
        return ofFile(profile, file, event).part(inFunction);
    }

    /** Those of the function of exactly this name, if there is one, or else of those that may be meant. */
    private static List<Frame> inFunction(LineProfile profile, String name) {
        List<Frame> called = profile.places().stream().filter(frame -> frame.line().isPresent())
                .filter(frame -> frame.function().isCalled(name)).toList();
        List<Frame> exactly = called.stream()
                .filter(frame -> frame.function().name().filter(name::equals).isPresent()).toList();
        return exactly.isEmpty() ? called : exactly;
    }

    private AnnotatedSource part(List<Frame> inFunction) {
        IntStream declared = inFunction.stream().flatMapToInt(frame -> frame.function().line().stream());
        IntStream sampled = inFunction.stream().flatMapToInt(frame -> frame.line().stream());
        IntSummaryStatistics range = IntStream.concat(declared, sampled).summaryStatistics();
        int from = Math.clamp(range.getMin() - 1, 0, rows.size());
        int to = Math.clamp(range.getMax() + (long) CONTEXT, 0, rows.size());
        List<InlinedCall> calls = inlined.stream().filter(call -> call.line() > from && call.line() <= to).toList();
        return new AnnotatedSource(file, rows.subList(from, to), calls, outdated);
    }

    /**
     * A whole source file.
     *
     * @param file an absolute path
     * @param event the index of the sampled event
     * @throws IOException with one sentence for the user if there is no such file
     */
    public static AnnotatedSource ofFile(LineProfile profile, Path file, int event) throws IOException {
        List<String> text = SourceFile.lines(file);
        Map<Integer, SourceLine> hot = profile.linesOf(file).stream()
                .collect(Collectors.toMap(SourceLine::number, Function.identity()));
        List<Row> rows = new ArrayList<>();
        for (int number = 1; number <= text.size(); number++) {
            long samples = hot.containsKey(number) ? hot.get(number).samples().get(event) : 0;
            rows.add(new Row(number, samples, profile.share(samples, event), text.get(number - 1)));
        }
        return new AnnotatedSource(file, rows, profile.inlinedCallsIn(file), profile.outdated(file));
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
        Path file = files.iterator().next();
        if (!Files.exists(file)) {
            throw new IOException(file + " is not on this machine: name the source file where it is now");
        }
        return file;
    }
}
