// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.run;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import org.perfctr.core.profile.Code;
import org.perfctr.core.profile.Function;
import org.perfctr.core.profile.Line;
import org.perfctr.core.profile.LineProfile;
import org.perfctr.core.profile.Module;
import org.perfctr.core.profile.PathRules;
import org.perfctr.core.profile.Sampling;
import org.perfctr.core.profile.Source;

/** Puts a line profile together from its records. */
class ProfileAssembler {
    private final List<Sampling> sampling;
    private final PathRules rules;
    private final List<Module> modules = new ArrayList<>();
    private final List<Source> sources = new ArrayList<>();
    private final List<Function> functions = new ArrayList<>();
    private final List<Line> lines = new ArrayList<>();
    private final List<Code> codes = new ArrayList<>();
    private final FunctionReader functionReader;
    private final LineReader lineReader;
    private final CodeReader codeReader;
    private final FrameReader frameReader;
    private List<Long> lost = List.of();

    ProfileAssembler(List<Sampling> sampling, PathRules rules) {
        this.sampling = sampling;
        this.rules = rules;
        frameReader = new FrameReader(sampling.size(), sources, functions);
        functionReader = new FunctionReader(modules, sources, functions);
        lineReader = new LineReader(sampling.size(), sources, functions);
        codeReader = new CodeReader(sampling.size(), modules, sources, functions);
    }

    void module(Fields record) throws MalformedRecordException {
        modules.add(
                new Module(next(record, "module", modules.size()), record.path("path"), record.optionalText("build_id"),
                        record.optionalInstant("modified")));
    }

    void source(Fields record) throws MalformedRecordException {
        sources.add(Source.of(next(record, "source", sources.size()), record.path("path"),
                record.optionalPath("directory"), record.optionalText("md5"), rules));
    }

    void function(Tokens record) throws IOException, MalformedRecordException {
        functions.add(functionReader.read(record));
    }

    void line(Tokens record) throws IOException, MalformedRecordException {
        lines.add(lineReader.read(record));
    }

    void code(Tokens record) throws IOException, MalformedRecordException {
        codes.add(codeReader.read(record));
    }

    void frame(Tokens record) throws IOException, MalformedRecordException {
        frameReader.read(record);
    }

    void end(Fields record) throws MalformedRecordException {
        if (record.has("lost")) {
            lost = perSampledEvent(record, "lost");
        }
    }

    LineProfile assemble() {
        return new LineProfile(sampling, lines, lost, codes, frameReader.calls());
    }

    private List<Long> perSampledEvent(Fields record, String name) throws MalformedRecordException {
        List<Long> numbers = record.numbers(name);
        if (numbers.size() != sampling.size()) {
            throw new MalformedRecordException(
                    "%d elements in \"%s\", one for each sampled event".formatted(sampling.size(), name));
        }
        return numbers;
    }

    private static int next(Fields record, String name, int next) throws MalformedRecordException {
        requireNext(record.number(name), name, next);
        return next;
    }

    static void requireNext(long number, String name, int next) throws MalformedRecordException {
        if (number != next) {
            throw new MalformedRecordException("%s number %d next".formatted(name, next));
        }
    }

    static <T> T known(int number, String name, List<T> known) throws MalformedRecordException {
        if (number >= known.size()) {
            throw new MalformedRecordException("a %s record before %s %d is used".formatted(name, name, number));
        }
        return known.get(number);
    }
}
