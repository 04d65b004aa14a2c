// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.perfctr.core.report.TextTable.Side;
import org.perfctr.core.run.CpuCounts;
import org.perfctr.core.run.Event;
import org.perfctr.core.run.Repetition;

/** The counts of each CPU in a repetition of a CPU-wide run as text. */
public final class CpuTable {
    private CpuTable() {}

    /** The table, each line ended by a line feed. */
    public static String of(Repetition repetition) {
        List<Event> events = repetition.counts().events();
        Notes notes = new Notes(List.of());
        TextTable table = new TextTable(
                Stream.concat(Stream.of("CPU"), events.stream()).map(column -> Side.RIGHT).toArray(Side[]::new));
        table.row(Stream.concat(Stream.of("CPU"), events.stream().map(Event::name)).toArray(String[]::new));
        for (CpuCounts cpu : repetition.cpus()) {
            List<String> cells = new ArrayList<>(List.of(Integer.toString(cpu.cpu())));
            cells.addAll(notes.cells(cpu.counts()));
            table.row(cells.toArray(String[]::new));
        }
        return table.toString() + notes;
    }
}
