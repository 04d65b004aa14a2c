// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.export;

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;

import org.perfctr.core.profile.Frame;
import org.perfctr.core.profile.Line.Stack;
import org.perfctr.core.profile.LineProfile;
import org.perfctr.core.run.Run;

import com.google.gson.stream.JsonWriter;

/** Writes the line profile of a run as speedscope's JSON: one frame for each line, one profile for each event. */
final class Speedscope {
    private Speedscope() {}

    static void write(Run run, OutputStream out) throws IOException {
        JsonWriter json = new JsonWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
        LineProfile profile = run.profile();
        List<Stack> stacks = profile.stacks();
        Numbering<Frame> frames = new Numbering<>();
        stacks.forEach(stack -> stack.frames().forEach(frames::of));
        json.beginObject();
        json.name("$schema").value("https://www.speedscope.app/file-format-schema.json");
        json.name("exporter").value("perfctr");
        json.name("name").value(run.header().label());
        json.name("shared").beginObject().name("frames").beginArray();
        for (Frame frame : frames.all()) {
            writeFrame(frame, json);
        }
        json.endArray().endObject().name("profiles").beginArray();
        for (int event = 0; event < profile.sampling().size(); event++) {
            json.beginObject().name("type").value("sampled").name("name").value(profile.sampling().get(event).event());
            json.name("unit").value("none").name("startValue").value(0).name("endValue").value(profile.total(event));
            writeSamples(stacks, event, frames, json);
            json.endObject();
        }
        json.endArray().endObject().flush();
    }

    private static void writeFrame(Frame frame, JsonWriter json) throws IOException {
        json.beginObject().name("name").value(frame.function().label());
        if (frame.source().isPresent()) {
            json.name("file").value(frame.source().get().file().toString());
        }
        if (frame.line().isPresent()) {
            json.name("line").value(frame.line().getAsInt());
        }
        json.endObject();
    }

    private static void writeSamples(List<Stack> stacks, int event, Numbering<Frame> frames, JsonWriter json)
            throws IOException {
        json.name("samples").beginArray();
        for (Stack stack : stacks) {
            json.beginArray();
            for (Frame frame : stack.frames().reversed()) {
                json.value(frames.of(frame));
            }
            json.endArray();
        }
        json.endArray().name("weights").beginArray();
        for (Stack stack : stacks) {
            json.value(stack.samples().get(event));
        }
        json.endArray();
    }
}
