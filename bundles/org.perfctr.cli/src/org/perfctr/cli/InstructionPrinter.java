// SPDX-License-Identifier: EPL-2.0
package org.perfctr.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.perfctr.core.profile.Code;
import org.perfctr.core.profile.Code.Instruction;
import org.perfctr.core.profile.LineProfile;
import org.perfctr.core.report.AnnotatedCode;
import org.perfctr.core.report.AnnotatedCode.InstructionRow;
import org.perfctr.core.report.AnnotatedCode.LineRow;
import org.perfctr.core.report.Numbers;
import org.perfctr.core.report.TextTable;

/** Prints the instructions of a function with the samples of all events. */
class InstructionPrinter {
    private static final String GAP = "  ";

    private final LineProfile profile;
    private final int event;
    private final boolean intel;
    private final PrintWriter out;

    /** @param event the event whose shares are shown */
    InstructionPrinter(LineProfile profile, int event, boolean intel, PrintWriter out) {
        this.profile = profile;
        this.event = event;
        this.intel = intel;
        this.out = out;
    }

    void print(AnnotatedCode listing) {
        Code code = listing.code();
        List<Integer> widths = IntStream.range(0, profile.sampling().size()).mapToObj(i -> width(code, i)).toList();
        int addressWidth = Long.toHexString(code.instructions().getLast().address()).length();
        long hottest = code.instructions().stream().mapToLong(this::samples).max().orElse(0);
        String margin = " ".repeat(margin(List.of(), widths).length());
        out.println(heading(code));
        out.println(margin(names(), widths) + GAP + " ".repeat(addressWidth) + GAP + "instruction");
        for (AnnotatedCode.Row row : listing.rows()) {
            switch (row) {
                case LineRow line -> out.println(margin + GAP + TextTable.printable(line.label()
                        + line.text().map(text -> GAP + text.replace("\t", "    ")).orElse("")));
                case InstructionRow(Instruction instruction) -> out.println(Heat.colour(
                        margin(cells(instruction), widths), hottest == 0 ? 0 : (double) samples(instruction) / hottest)
                        + GAP + ("%" + addressWidth + "x").formatted(instruction.address()) + GAP
                        + TextTable.printable(intel ? instruction.intel() : instruction.att()));
            }
        }
    }

    private String heading(Code code) {
        return TextTable.printable("%s%s at 0x%x in %s: %s samples of %s, %s of all".formatted(code.label(),
                code.size().isPresent() ? ", %d bytes".formatted(code.size().getAsLong()) : "", code.address(),
                code.module().path(), Numbers.count(code.total(event)), profile.sampling().get(event).event(),
                Numbers.share(profile.share(code.total(event), event))));
    }

    /** One cell for the share, one for the samples of each event. */
    private List<String> cells(Instruction instruction) {
        if (instruction.samples().stream().allMatch(samples -> samples == 0)) {
            return List.of();
        }
        List<String> cells = new ArrayList<>(
                List.of(samples(instruction) == 0 ? "" : Numbers.share(profile.share(samples(instruction), event))));
        instruction.samples().forEach(samples -> cells.add(samples == 0 ? "" : Numbers.count(samples)));
        return cells;
    }

    private List<String> names() {
        List<String> names = new ArrayList<>(List.of("share"));
        profile.sampling().forEach(sampling -> names.add(sampling.event()));
        return names;
    }

    private int width(Code code, int index) {
        return Math.max(profile.sampling().get(index).event().length(),
                Numbers.count(code.samples().get(index).stream().mapToLong(Long::longValue).max().orElse(0)).length());
    }

    private static String margin(List<String> cells, List<Integer> widths) {
        String share = "%7s".formatted(cells.isEmpty() ? "" : cells.getFirst());
        return IntStream.range(0, widths.size())
                .mapToObj(i -> ("%" + widths.get(i) + "s").formatted(cells.isEmpty() ? "" : cells.get(i + 1)))
                .collect(Collectors.joining(GAP, share + GAP, ""));
    }

    private long samples(Instruction instruction) {
        return instruction.samples().get(event);
    }
}
