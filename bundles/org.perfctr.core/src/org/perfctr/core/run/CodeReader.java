// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.run;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

import org.perfctr.core.profile.Code;
import org.perfctr.core.profile.Code.Instruction;
import org.perfctr.core.profile.Frame;
import org.perfctr.core.profile.Function;
import org.perfctr.core.profile.Module;
import org.perfctr.core.profile.Source;

/** Reads {@code code} records; those that they refer to are added to the lists as they come. */
class CodeReader {
    private final int events;
    private final List<Module> modules;
    private final List<Source> sources;
    private final List<Function> functions;

    CodeReader(int events, List<Module> modules, List<Source> sources, List<Function> functions) {
        this.events = events;
        this.modules = modules;
        this.sources = sources;
        this.functions = functions;
    }

    Code read(Fields record) throws MalformedRecordException {
        List<Long> offsets = record.numbers("at");
        List<List<Long>> samples = samples(record, offsets.size());
        long address = address(record);
        return new Code(ProfileAssembler.known(record.smallNumber("module"), "module", modules),
                record.optionalText("name"), address, record.optionalNumber("size"), offsets, samples,
                record.has("instructions") ? instructions(record, address, offsets, samples) : List.of());
    }

    private List<List<Long>> samples(Fields record, int places) throws MalformedRecordException {
        List<List<Long>> samples = new ArrayList<>();
        for (Row row : record.rows("samples")) {
            List<Long> numbers = new ArrayList<>();
            for (int i = 0; i < row.size(); i++) {
                numbers.add(row.number(i));
            }
            if (numbers.size() != places) {
                throw new MalformedRecordException(
                        "%d numbers in \"samples\", one for each of \"at\"".formatted(places));
            }
            samples.add(List.copyOf(numbers));
        }
        if (samples.size() != events) {
            throw new MalformedRecordException(
                    "%d elements in \"samples\", one for each sampled event".formatted(events));
        }
        return samples;
    }

    private static long address(Fields record) throws MalformedRecordException {
        String text = record.text("address");
        try {
            if (text.startsWith("0x")) {
                return Long.parseUnsignedLong(text.substring(2), 16);
            }
        } catch (NumberFormatException e) {
            // Reported below.
        }
        throw new MalformedRecordException("a hexadecimal number in \"address\", as in 0x1170");
    }

    private List<Instruction> instructions(Fields record, long address, List<Long> offsets, List<List<Long>> samples)
            throws MalformedRecordException {
        List<Row> rows = record.rows("instructions");
        NavigableMap<Long, Integer> numbers = new TreeMap<>();
        for (Row row : rows) {
            if (!numbers.isEmpty() && row.number(0) <= numbers.lastKey()) {
                throw new MalformedRecordException("ascending offsets in \"instructions\"");
            }
            numbers.put(row.number(0), numbers.size());
        }
        long[][] counts = new long[rows.size()][events];
        for (int i = 0; i < offsets.size(); i++) {
            // Within an instruction that was taken apart otherwise than it ran: it is that one's.
            var holder = numbers.floorEntry(offsets.get(i));
            for (int event = 0; holder != null && event < events; event++) {
                counts[holder.getValue()][event] += samples.get(event).get(i);
            }
        }
        NavigableMap<Long, Frame> places = places(record);
        List<Instruction> instructions = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            var place = places.floorEntry(rows.get(i).number(0));
            instructions.add(new Instruction(address + rows.get(i).number(0), rows.get(i).text(1), rows.get(i).text(2),
                    place == null ? Optional.empty() : Optional.of(place.getValue()), List.copyOf(boxed(counts[i]))));
        }
        return instructions;
    }

    /** The places by the offset from which on they hold. */
    private NavigableMap<Long, Frame> places(Fields record) throws MalformedRecordException {
        NavigableMap<Long, Frame> places = new TreeMap<>();
        for (Row row : record.rows("lines")) {
            Function function = ProfileAssembler.known(row.smallNumber(1), "function", functions);
            places.put(row.number(0), row.size() < 4
                    ? new Frame(function, Optional.empty(), OptionalInt.empty())
                    : new Frame(function,
                            Optional.of(ProfileAssembler.known(row.smallNumber(2), "source", sources)),
                            OptionalInt.of(row.smallNumber(3))));
        }
        return places;
    }

    private static List<Long> boxed(long[] numbers) {
        List<Long> list = new ArrayList<>(numbers.length);
        for (long number : numbers) {
            list.add(number);
        }
        return list;
    }
}
