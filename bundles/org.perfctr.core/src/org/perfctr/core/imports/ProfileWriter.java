// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.imports;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

import org.perfctr.core.profile.Frame;
import org.perfctr.core.profile.Function;
import org.perfctr.core.profile.Inlined;
import org.perfctr.core.profile.Line;
import org.perfctr.core.profile.LineProfile;
import org.perfctr.core.profile.Module;
import org.perfctr.core.profile.Source;

import com.google.gson.stream.JsonWriter;

/** Writes a line profile; modules, sources and functions are defined just before they are used first. */
class ProfileWriter {
    private final RunFileWriter file;
    private final Map<Module, Integer> modules = new HashMap<>();
    private final Map<Source, Integer> sources = new HashMap<>();
    private final Map<Function, Integer> functions = new HashMap<>();

    ProfileWriter(RunFileWriter file) {
        this.file = file;
    }

    void write(LineProfile profile) throws IOException {
        for (Line line : profile.lines()) {
            define(new Frame(line.function(), line.source(), line.line()));
            for (Inlined copy : line.inlined()) {
                for (Frame call : copy.at()) {
                    define(call);
                }
            }
            file.record("line", json -> line(line, json));
        }
    }

    private void define(Frame frame) throws IOException {
        Function function = frame.function();
        if (modules.putIfAbsent(function.module(), modules.size()) == null) {
            file.record("module", json -> json.name("module").value(modules.get(function.module())).name("path")
                    .value(function.module().path()));
        }
        if (functions.putIfAbsent(function, functions.size()) == null) {
            file.record("function", json -> {
                json.name("function").value(functions.get(function));
                if (function.name().isPresent()) {
                    json.name("name").value(function.name().get());
                }
                json.name("module").value(modules.get(function.module()));
            });
        }
        Optional<Source> source = frame.source();
        if (source.isPresent() && sources.putIfAbsent(source.get(), sources.size()) == null) {
            file.record("source", json -> json.name("source").value(sources.get(source.get())).name("path")
                    .value(source.get().path()));
        }
    }

    private void line(Line line, JsonWriter json) throws IOException {
        place(line.function(), line.source(), line.line(), json);
        samples(line.samples(), json);
        if (line.inlined().isEmpty()) {
            return;
        }
        json.name("inlined").beginArray();
        for (Inlined copy : line.inlined()) {
            json.beginObject();
            samples(copy.samples(), json);
            json.name("at").beginArray();
            for (Frame call : copy.at()) {
                json.beginObject();
                place(call.function(), call.source(), call.line(), json);
                json.endObject();
            }
            json.endArray().endObject();
        }
        json.endArray();
    }

    private void place(Function function, Optional<Source> source, OptionalInt line, JsonWriter json)
            throws IOException {
        json.name("function").value(functions.get(function));
        if (source.isPresent() && line.isPresent()) {
            json.name("source").value(sources.get(source.get())).name("line").value(line.getAsInt());
        }
    }

    private static void samples(List<Long> samples, JsonWriter json) throws IOException {
        json.name("samples").beginArray();
        for (long number : samples) {
            json.value(number);
        }
        json.endArray();
    }
}
