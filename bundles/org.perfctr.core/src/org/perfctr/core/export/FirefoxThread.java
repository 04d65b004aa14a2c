// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.export;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.perfctr.core.profile.Frame;
import org.perfctr.core.profile.Function;
import org.perfctr.core.profile.Line.Stack;
import org.perfctr.core.profile.LineProfile;
import org.perfctr.core.profile.Module;
import org.perfctr.core.profile.Source;
import org.perfctr.core.run.Run;

import com.google.gson.stream.JsonWriter;

/** The samples of one event as a thread of a processed profile, whose tables are columns of equal length. */
final class FirefoxThread {
    private static final int LIBRARY = 1;

    private final String name;
    private final double interval;
    private final Numbering<Frame> frames = new Numbering<>();
    private final Numbering<String> texts = new Numbering<>();
    private final Numbering<Function> functions = new Numbering<>();
    private final Numbering<Module> modules = new Numbering<>();
    /** Each stack is a frame on top of the stack of its callers. */
    private final Numbering<Node> nodes = new Numbering<>();
    private final List<Integer> samples = new ArrayList<>();
    private final List<Long> weights = new ArrayList<>();

    private record Node(Optional<Integer> callers, int frame) {}

    private FirefoxThread(String name, double interval) {
        this.name = name;
        this.interval = interval;
    }

    static FirefoxThread of(LineProfile profile, int event, double interval) {
        FirefoxThread thread = new FirefoxThread(profile.sampling().get(event).event(), interval);
        for (Stack stack : profile.stacks()) {
            if (stack.samples().get(event) > 0) {
                thread.add(stack, stack.samples().get(event));
            }
        }
        return thread;
    }

    private void add(Stack stack, long weight) {
        Optional<Integer> node = Optional.empty();
        for (Frame frame : stack.frames().reversed()) {
            functions.of(frame.function());
            modules.of(frame.function().module());
            node = Optional.of(nodes.of(new Node(node, frames.of(frame))));
        }
        samples.add(node.orElseThrow());
        weights.add(weight);
    }

    void write(Run run, JsonWriter json) throws IOException {
        json.beginObject().name("name").value(name).name("processName").value(run.header().program());
        json.name("processType").value("default").name("isMainThread").value(true);
        json.name("pid").value("1").name("tid").value(name);
        json.name("processStartupTime").value(0).name("processShutdownTime").nullValue();
        json.name("registerTime").value(0).name("unregisterTime").nullValue();
        json.name("pausedRanges").beginArray().endArray();
        writeSamples(json);
        writeStacks(json);
        writeFrames(json);
        writeFunctions(json);
        writeModules(json);
        empty("nativeSymbols", json, "libIndex", "address", "name", "functionSize");
        empty("markers", json, "data", "name", "startTime", "endTime", "phase", "category");
        column("stringArray", texts.all(), text -> text, json);
        json.endObject();
    }

    private void writeSamples(JsonWriter json) throws IOException {
        json.name("samples").beginObject().name("length").value(samples.size()).name("weightType").value("samples");
        column("stack", samples, stack -> stack, json);
        column("weight", weights, weight -> weight, json);
        json.name("time").beginArray();
        long before = 0;
        for (long weight : weights) {
            json.value(before * interval);
            before += weight;
        }
        json.endArray().endObject();
    }

    private void writeStacks(JsonWriter json) throws IOException {
        List<Node> all = nodes.all();
        json.name("stackTable").beginObject().name("length").value(all.size());
        column("frame", all, Node::frame, json);
        column("prefix", all, node -> node.callers().orElse(null), json);
        column("category", all, node -> 0, json);
        column("subcategory", all, node -> 0, json);
        json.endObject();
    }

    private void writeFrames(JsonWriter json) throws IOException {
        List<Frame> all = frames.all();
        json.name("frameTable").beginObject().name("length").value(all.size());
        column("func", all, frame -> functions.of(frame.function()), json);
        column("line", all, frame -> frame.line().isPresent() ? frame.line().getAsInt() : null, json);
        column("address", all, frame -> -1, json);
        column("inlineDepth", all, frame -> 0, json);
        column("category", all, frame -> 0, json);
        column("subcategory", all, frame -> 0, json);
        column("nativeSymbol", all, frame -> null, json);
        column("innerWindowID", all, frame -> null, json);
        column("implementation", all, frame -> null, json);
        column("column", all, frame -> null, json);
        json.endObject();
    }

    private void writeFunctions(JsonWriter json) throws IOException {
        List<Function> all = functions.all();
        json.name("funcTable").beginObject().name("length").value(all.size());
        column("name", all, function -> texts.of(function.label()), json);
        column("resource", all, function -> modules.of(function.module()), json);
        column("fileName", all, function -> function.source().map(Source::file)
                .map(file -> texts.of(file.toString())).orElse(null), json);
        column("lineNumber", all, function -> function.line().isPresent() ? function.line().getAsInt() : null, json);
        column("columnNumber", all, function -> null, json);
        column("isJS", all, function -> false, json);
        column("relevantForJS", all, function -> false, json);
        json.endObject();
    }

    private void writeModules(JsonWriter json) throws IOException {
        List<Module> all = modules.all();
        json.name("resourceTable").beginObject().name("length").value(all.size());
        column("name", all, module -> texts.of(module.path()), json);
        column("type", all, module -> LIBRARY, json);
        column("lib", all, module -> null, json);
        column("host", all, module -> null, json);
        json.endObject();
    }

    private static void empty(String name, JsonWriter json, String... columns) throws IOException {
        json.name(name).beginObject().name("length").value(0);
        for (String column : columns) {
            json.name(column).beginArray().endArray();
        }
        json.endObject();
    }

    /** What a row has in a column: a number, text, truth value or null. */
    private interface Cell<T> {
        Object of(T row);
    }

    private static <T> void column(String name, List<T> rows, Cell<T> cell, JsonWriter json)
            throws IOException {
        json.name(name).beginArray();
        for (T row : rows) {
            switch (cell.of(row)) {
                case null -> json.nullValue();
                case Number number -> json.value(number);
                case Boolean truth -> json.value(truth);
                case Object other -> json.value(other.toString());
            }
        }
        json.endArray();
    }
}
