// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.profile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The samples of a run by function and source line. Each sample is in one line. A sampled event is named by
 * its index in {@link #sampling()}. Immutable.
 */
public final class LineProfile {
    private final List<Sampling> sampling;
    private final List<Line> lines;
    private final List<Long> lost;
    private final List<Source> sources;
    private final List<Long> totals;
    private final List<Code> code;
    private final CallTree calls;

    /**
     * @param sampling the sampled events
     * @param lines the samples
     * @param lost for each sampled event how many samples were lost; empty when not known
     */
    public LineProfile(List<Sampling> sampling, List<Line> lines, List<Long> lost) {
        this(sampling, lines, lost, List.of(), CallTree.empty());
    }

    /**
     * @param sampling the sampled events
     * @param lines the samples
     * @param lost for each sampled event how many samples were lost; empty when not known
     * @param code the same samples by machine code, the hottest first
     * @param calls the same samples by the calls that led to them, or an empty tree
     */
    public LineProfile(List<Sampling> sampling, List<Line> lines, List<Long> lost, List<Code> code, CallTree calls) {
        this.sampling = List.copyOf(sampling);
        this.lines = List.copyOf(lines);
        this.lost = List.copyOf(lost);
        sources = Stream.concat(lines.stream().flatMap(LineProfile::sourcesOf), calls.sources().stream()).distinct()
                .toList();
        this.calls = calls;
        totals = sum(lines);
        this.code = List.copyOf(code);
    }

    /** The profile of a run in which nothing was sampled. */
    public static LineProfile empty() {
        return new LineProfile(List.of(), List.of(), List.of());
    }

    /** The sampled events. */
    public List<Sampling> sampling() {
        return sampling;
    }

    /** The index of the sampled event of this name; absent if it was not sampled. */
    public OptionalInt event(String name) {
        return IntStream.range(0, sampling.size()).filter(event -> sampling.get(event).event().equals(name))
                .findFirst();
    }

    /** All lines with samples. */
    public List<Line> lines() {
        return lines;
    }

    /** The samples by machine code, the hottest first; those of a Java virtual machine's own work are not there. */
    public List<Code> code() {
        return code;
    }

    /** The samples by the calls that led to them; empty when these were not sampled. */
    public CallTree calls() {
        return calls;
    }

    /** All samples by the calls that led to them: without a call tree, as far as the compiler inlined these. */
    public List<Line.Stack> stacks() {
        if (!calls.isEmpty()) {
            return calls.stacks();
        }
        return lines.stream().flatMap(line -> line.stacks().stream()).toList();
    }

    /** All places: those of samples, and those of calls as far as these are known. */
    public List<Frame> places() {
        return calls.isEmpty()
                ? stacks().stream().flatMap(stack -> stack.frames().stream()).distinct().toList()
                : calls.places();
    }

    /** For each sampled event the number of samples that were lost; empty when not known. */
    public List<Long> lost() {
        return lost;
    }

    /** The source files that have samples, or calls that led to some. */
    public List<Source> sources() {
        return sources;
    }

    /** Whether there are no samples. */
    public boolean isEmpty() {
        return lines.isEmpty();
    }

    /** The number of samples of this event. */
    public long total(int event) {
        return totals.get(event);
    }

    /** The share, 0 to 1, that so many samples are of all samples of this event; 0 if there are none. */
    public double share(long samples, int event) {
        return total(event) == 0 ? 0 : (double) samples / total(event);
    }

    /** The lines with samples of this event, the hottest first, at most {@code limit}. */
    public List<Line> hottestLines(int event, int limit) {
        return lines.stream().filter(line -> line.samples().get(event) > 0)
                .sorted(Comparator.comparing((Line line) -> line.samples().get(event)).reversed()).limit(limit)
                .toList();
    }

    /** The functions with samples of this event, the hottest first, at most {@code limit}. */
    public List<HotFunction> hottestFunctions(int event, int limit) {
        return hottest(lines, event).filter(hot -> hot.samples().get(event) > 0).limit(limit).toList();
    }

    /**
     * The lines of one source file that have samples, in the order of the file.
     * <p>
     * A file that lies where it was compiled is found by that path. A file whose sources are no longer there is
     * also found elsewhere, by its name and the content that was compiled or, if at least its name and its folder's
     * name agree, by its path; where several sources could be meant, the one with the longest common end is.
     *
     * @param file an absolute path
     */
    public List<SourceLine> linesOf(Path file) {
        return linesIn(file).collect(Collectors.groupingBy(line -> line.line().getAsInt(), TreeMap::new,
                Collectors.toList())).entrySet().stream().map(entry -> sourceLine(entry.getKey(), entry.getValue()))
                .toList();
    }

    /**
     * Whether a file is what was compiled, by its content; absent where the run does not know that.
     *
     * @param file an absolute path, found as in {@link #linesOf}
     * @throws IOException if the file cannot be read
     */
    public Optional<Boolean> sameContent(Path file) throws IOException {
        Optional<Boolean> same = Optional.empty();
        for (Source source : SourceMatch.find(sources, file)) {
            Optional<Boolean> own = source.sameContent(file);
            same = same.filter(before -> !before).or(() -> own);
        }
        return same;
    }

    /**
     * Whether the file was changed after the programs that hold its lines were built, so that line numbers may
     * have moved: by its content where that is known, and else by its time.
     *
     * @param file an absolute path
     * @throws IOException if the file or its time cannot be read
     */
    public boolean outdated(Path file) throws IOException {
        Optional<Boolean> same = sameContent(file);
        if (same.isPresent()) {
            return !same.get();
        }
        Instant changed = Files.getLastModifiedTime(file).toInstant();
        return linesIn(file).flatMap(line -> line.function().module().modified().stream()).anyMatch(changed::isAfter);
    }

    /**
     * The calls in one source file whose functions were inlined there and have samples, in the order of the file,
     * and of each line the hottest by the first sampled event first.
     *
     * @param file an absolute path, found as in {@link #linesOf}
     */
    public List<InlinedCall> inlinedCallsIn(Path file) {
        Set<Source> matching = SourceMatch.find(sources, file);
        Map<Call, List<Long>> samples = new LinkedHashMap<>();
        for (Line line : lines) {
            for (Inlined copy : line.inlined()) {
                Function callee = line.function();
                for (Frame call : copy.at()) {
                    if (call.source().filter(matching::contains).isPresent() && call.line().isPresent()) {
                        samples.merge(new Call(call.line().getAsInt(), callee), copy.samples(), LineProfile::plus);
                    }
                    callee = call.function();
                }
            }
        }
        return samples.entrySet().stream()
                .map(entry -> new InlinedCall(entry.getKey().line, entry.getKey().callee, entry.getValue()))
                .sorted(Comparator.comparing(InlinedCall::line).thenComparing(call -> -call.samples().getFirst()))
                .toList();
    }

    private record Call(int line, Function callee) {}

    private Stream<Line> linesIn(Path file) {
        Set<Source> matching = SourceMatch.find(sources, file);
        return lines.stream().filter(line -> line.line().isPresent())
                .filter(line -> line.source().filter(matching::contains).isPresent());
    }

    private SourceLine sourceLine(int number, List<Line> parts) {
        List<Function> inFunctions = hottest(parts, 0).map(HotFunction::function).toList();
        return new SourceLine(number, sum(parts), inFunctions);
    }

    private Stream<HotFunction> hottest(Collection<Line> parts, int event) {
        Map<Function, List<Line>> byFunction = parts.stream()
                .collect(Collectors.groupingBy(Line::function, LinkedHashMap::new, Collectors.toList()));
        return byFunction.entrySet().stream().map(entry -> new HotFunction(entry.getKey(), sum(entry.getValue())))
                .sorted(Comparator.comparing((HotFunction hot) -> hot.samples().get(event)).reversed());
    }

    private static Stream<Source> sourcesOf(Line line) {
        Stream<Source> calls = line.inlined().stream().flatMap(copy -> copy.at().stream())
                .flatMap(call -> call.source().stream());
        return Stream.concat(line.source().stream(), calls);
    }

    private static List<Long> plus(List<Long> one, List<Long> other) {
        return IntStream.range(0, one.size()).mapToObj(event -> one.get(event) + other.get(event)).toList();
    }

    private List<Long> sum(List<Line> parts) {
        return IntStream.range(0, sampling.size())
                .mapToObj(event -> parts.stream().mapToLong(line -> line.samples().get(event)).sum()).toList();
    }
}
