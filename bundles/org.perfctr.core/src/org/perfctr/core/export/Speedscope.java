// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.export;

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;

import org.perfctr.core.profile.Line;
import org.perfctr.core.profile.LineProfile;
import org.perfctr.core.run.Run;

import com.google.gson.stream.JsonWriter;

/** Writes the line profile of a run as speedscope's JSON: one frame for each line, one profile for each event. */
final class Speedscope {
    private Speedscope() {}

    static void write(Run run, OutputStream out) throws IOException {
        JsonWriter json = new JsonWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
        LineProfile profile = run.profile();
        json.beginObject();
        json.name("$schema").value("https://www.speedscope.app/file-format-schema.json");
        json.name("exporter").value("perfctr");
        json.name("name").value(String.join(" ", run.header().command()));
        json.name("shared").beginObject().name("frames").beginArray();
        for (Line line : profile.lines()) {
            writeFrame(line, json);
        }
        json.endArray().endObject().name("profiles").beginArray();
        for (int event = 0; event < profile.sampling().size(); event++) {
            writeProfile(profile, event, json);
        }
        json.endArray().endObject().flush();
    }

    private static void writeFrame(Line line, JsonWriter json) throws IOException {
        json.beginObject().name("name").value(line.function().label());
        if (line.source().isPresent()) {
            json.name("file").value(line.source().get().file().toString());
        }
        if (line.line().isPresent()) {
            json.name("line").value(line.line().getAsInt());
        }
        json.endObject();
    }

    private static void writeProfile(LineProfile profile, int event, JsonWriter json) throws IOException {
        List<Line> lines = profile.lines();
        json.beginObject().name("type").value("sampled").name("name").value(profile.sampling().get(event).event());
        json.name("unit").value("none").name("startValue").value(0).name("endValue").value(profile.total(event));
        json.name("samples").beginArray();
        for (int frame = 0; frame < lines.size(); frame++) {
            json.beginArray().value(frame).endArray();
        }
        json.endArray().name("weights").beginArray();
        for (Line line : lines) {
            json.value(line.samples().get(event));
        }
        json.endArray().endObject();
    }
}
