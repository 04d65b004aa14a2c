// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.report;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

import org.perfctr.core.profile.Code;
import org.perfctr.core.profile.Code.Instruction;
import org.perfctr.core.profile.Frame;
import org.perfctr.core.profile.LineProfile;

/**
 * The instructions of a function with their samples, and between them the source lines that they belong to.
 *
 * @param code the function
 * @param rows its instructions and their lines
 */
public record AnnotatedCode(Code code, List<Row> rows) {
    /** What has to be known to read the samples of instructions. */
    public static final String SKID = "a sample is at the instruction that was about to run: what caused it is often one or more before it (skid)";

    /** Where a function was inlined it is not listed if this many times its samples are fewer than elsewhere. */
    private static final int FEW = 10;

    /** A row of the listing. */
    public sealed interface Row permits LineRow, InstructionRow {}

    /**
     * The source line of the instructions that follow.
     *
     * @param place the innermost function, the file and the line
     * @param inlined whether that function was inlined into the one that is listed
     * @param text the line's text, from a file that is there and not newer than the program
     */
    public record LineRow(Frame place, boolean inlined, Optional<String> text) implements Row {
        /** The file's name and the line, as far as they are known, and the function that was inlined. */
        public String label() {
            String line = place.label();
            return inlined ? (line + " " + place.function().label() + " (inlined)").strip() : line;
        }
    }

    /** @param instruction an instruction */
    public record InstructionRow(Instruction instruction) implements Row {}

    /** The listing of a function; it has no rows when the run file does not have the instructions. */
    public static AnnotatedCode of(Code code) {
        SourceText source = new SourceText();
        List<Row> rows = new ArrayList<>();
        Optional<Frame> place = Optional.empty();
        for (Instruction instruction : code.instructions()) {
            if (!instruction.place().equals(place)) {
                instruction.place().map(here -> lineRow(here, code, source)).filter(row -> !row.label().isEmpty())
                        .ifPresent(rows::add);
            }
            place = instruction.place();
            rows.add(new InstructionRow(instruction));
        }
        return new AnnotatedCode(code, rows);
    }

    /**
     * Finds the listings of a function, the hottest first: it may have been compiled several times, or in parts, and
     * it is listed as well where it was inlined, unless few of its samples are there.
     *
     * @param event the index of the sampled event
     * @throws IOException with one sentence for the user if there are none
     */
    public static List<AnnotatedCode> find(LineProfile profile, String function, int event) throws IOException {
        List<Code> known = profile.code().stream().filter(code -> !code.instructions().isEmpty())
                .filter(code -> code.isCalled(function) || code.inlines(function)).toList();
        if (known.isEmpty()) {
            throw new IOException(whyNone(profile, function));
        }
        long most = known.stream().mapToLong(code -> code.total(function, event)).max().orElse(0);
        return known.stream()
                .filter(code -> code.isCalled(function) || FEW * code.total(function, event) >= most)
                .sorted(Comparator.comparing((Code code) -> code.total(function, event)).reversed())
                .map(AnnotatedCode::of).toList();
    }

    private static LineRow lineRow(Frame place, Code code, SourceText source) {
        boolean own = code.isOf(place.function());
        return new LineRow(place, !own && place.function().name().isPresent(), source.of(place));
    }

    private static String whyNone(LineProfile profile, String function) {
        if (profile.code().isEmpty()) {
            return "The run file has no machine code: record the program again with this version of perfex";
        }
        boolean sampled = profile.code().stream().anyMatch(code -> code.isCalled(function));
        boolean inlined = profile.lines().stream()
                .anyMatch(line -> line.function().isCalled(function));
        return sampled || inlined
                ? "The run file has no instructions of \"" + function
                        + "\": perfex record keeps those of the hottest functions, more with --instructions, and none of the kernel"
                : "The run has no samples in a function \"" + function + "\": perfctr report shows the hottest ones";
    }
}
