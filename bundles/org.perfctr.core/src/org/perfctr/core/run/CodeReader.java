// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.run;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;

import org.perfctr.core.profile.Code;
import org.perfctr.core.profile.Code.Instruction;
import org.perfctr.core.profile.Frame;
import org.perfctr.core.profile.Function;
import org.perfctr.core.profile.Module;
import org.perfctr.core.profile.Source;

import com.google.gson.stream.JsonToken;

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

    /** An instruction as it is written, with its offset from the start of the code. */
    private record Text(long offset, String att, String intel) {}

    /** @param tokens the rest of the record, its end included */
    Code read(Tokens tokens) throws IOException, MalformedRecordException {
        Module module = null;
        Optional<String> name = Optional.empty();
        Optional<Long> address = Optional.empty();
        OptionalLong size = OptionalLong.empty();
        List<Long> offsets = null;
        List<List<Long>> samples = List.of();
        List<Text> texts = List.of();
        NavigableMap<Long, Frame> places = new TreeMap<>();
        while (tokens.json().hasNext()) {
            String field = tokens.json().nextName();
            switch (field) {
                case "module" -> module = ProfileAssembler.known(tokens.smallNumber(field), field, modules);
                case "name" -> name = tokens.optionalText(field);
                case "address" -> address = Optional.of(address(tokens.text(field)));
                case "size" -> size = OptionalLong.of(tokens.number(field));
                case "at" -> offsets = tokens.numbers(field);
                case "samples" -> samples = samples(tokens);
                case "instructions" -> texts = texts(tokens);
                case "lines" -> places = places(tokens);
                default -> tokens.json().skipValue();
            }
        }
        tokens.json().endObject();
        MalformedRecordException.require(module != null, "a whole number from 0 to below 2^63 in \"module\"");
        MalformedRecordException.require(address.isPresent(), "a text in \"address\"");
        MalformedRecordException.require(offsets != null, "an array in \"at\"");
        requireSamples(samples, offsets.size());
        return new Code(module, name, address.get(), size, offsets, samples,
                instructions(texts, places, address.get(), counts(texts, offsets, samples)));
    }

    private void requireSamples(List<List<Long>> samples, int places) throws MalformedRecordException {
        if (samples.size() != events) {
            throw new MalformedRecordException(
                    "%d elements in \"samples\", one for each sampled event".formatted(events));
        }
        for (List<Long> numbers : samples) {
            if (numbers.size() != places) {
                throw new MalformedRecordException(
                        "%d numbers in \"samples\", one for each of \"at\"".formatted(places));
            }
        }
    }

    private List<List<Long>> samples(Tokens tokens) throws IOException, MalformedRecordException {
        List<List<Long>> samples = new ArrayList<>(events);
        for (tokens.beginArray("samples"); tokens.json().hasNext();) {
            samples.add(tokens.numbers("samples"));
        }
        tokens.json().endArray();
        return samples;
    }

    private static long address(String text) throws MalformedRecordException {
        try {
            if (text.startsWith("0x")) {
                return Long.parseUnsignedLong(text.substring(2), 16);
            }
        } catch (NumberFormatException e) {
            // Reported below.
        }
        throw new MalformedRecordException("a hexadecimal number in \"address\", as in 0x1170");
    }

    private static List<Text> texts(Tokens tokens) throws IOException, MalformedRecordException {
        String name = "instructions";
        List<Text> texts = new ArrayList<>();
        for (tokens.beginArray(name); tokens.json().hasNext();) {
            tokens.beginArray(name);
            Text text = new Text(tokens.number(name), tokens.text(name), tokens.text(name));
            tokens.endArray();
            MalformedRecordException.require(texts.isEmpty() || text.offset() > texts.getLast().offset(),
                    "ascending offsets in \"instructions\"");
            texts.add(text);
        }
        tokens.json().endArray();
        return texts;
    }

    /** The places by the offset from which on they hold. */
    private NavigableMap<Long, Frame> places(Tokens tokens) throws IOException, MalformedRecordException {
        NavigableMap<Long, Frame> places = new TreeMap<>();
        for (tokens.beginArray("lines"); tokens.json().hasNext();) {
            tokens.beginArray("lines");
            places.put(tokens.number("lines"), place(tokens));
            tokens.endArray();
        }
        tokens.json().endArray();
        return places;
    }

    private Frame place(Tokens tokens) throws IOException, MalformedRecordException {
        Function function = ProfileAssembler.known(tokens.smallNumber("lines"), "function", functions);
        if (tokens.json().peek() == JsonToken.END_ARRAY) {
            return new Frame(function, Optional.empty(), OptionalInt.empty());
        }
        Source source = ProfileAssembler.known(tokens.smallNumber("lines"), "source", sources);
        return new Frame(function, Optional.of(source), OptionalInt.of(tokens.smallNumber("lines")));
    }

    /** For each instruction its samples by events. */
    private long[][] counts(List<Text> texts, List<Long> offsets, List<List<Long>> samples) {
        long[][] counts = new long[texts.size()][events];
        NavigableMap<Long, Integer> numbers = new TreeMap<>();
        for (Text text : texts) {
            numbers.put(text.offset(), numbers.size());
        }
        for (int i = 0; i < offsets.size(); i++) {
            // Within an instruction that was taken apart otherwise than it ran: it is that one's.
            var holder = numbers.floorEntry(offsets.get(i));
            for (int event = 0; holder != null && event < events; event++) {
                counts[holder.getValue()][event] += samples.get(event).get(i);
            }
        }
        return counts;
    }

    private static List<Instruction> instructions(List<Text> texts, NavigableMap<Long, Frame> places, long address,
            long[][] counts) {
        List<Instruction> instructions = new ArrayList<>(texts.size());
        for (Text text : texts) {
            var place = places.floorEntry(text.offset());
            instructions.add(new Instruction(address + text.offset(), text.att(), text.intel(),
                    place == null ? Optional.empty() : Optional.of(place.getValue()),
                    List.copyOf(boxed(counts[instructions.size()]))));
        }
        return instructions;
    }

    private static List<Long> boxed(long[] numbers) {
        List<Long> list = new ArrayList<>(numbers.length);
        for (long number : numbers) {
            list.add(number);
        }
        return list;
    }
}
