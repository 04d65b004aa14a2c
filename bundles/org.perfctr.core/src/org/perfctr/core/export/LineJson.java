// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.export;

import java.io.IOException;
import java.util.List;

import org.perfctr.core.profile.Frame;
import org.perfctr.core.profile.Inlined;
import org.perfctr.core.profile.Line;
import org.perfctr.core.profile.Sampling;

import com.google.gson.stream.JsonWriter;

/** Writes a line with its samples as a JSON object. */
final class LineJson {
    private final List<Sampling> sampling;
    private final JsonWriter json;

    private LineJson(List<Sampling> sampling, JsonWriter json) {
        this.sampling = sampling;
        this.json = json;
    }

    static void write(Line line, List<Sampling> sampling, JsonWriter json) throws IOException {
        json.beginObject();
        new LineJson(sampling, json).line(line);
        json.endObject();
    }

    private void line(Line line) throws IOException {
        place(new Frame(line.function(), line.source(), line.line()));
        samples(line.samples());
        if (line.inlined().isEmpty()) {
            return;
        }
        json.name("inlined").beginArray();
        for (Inlined copy : line.inlined()) {
            json.beginObject().name("at").beginArray();
            for (Frame call : copy.at()) {
                json.beginObject();
                place(call);
                json.endObject();
            }
            json.endArray();
            samples(copy.samples());
            json.endObject();
        }
        json.endArray();
    }

    private void place(Frame frame) throws IOException {
        json.name("function").value(frame.function().label());
        json.name("module").value(frame.function().module().path());
        if (frame.source().isPresent()) {
            json.name("file").value(frame.source().get().file().toString());
        }
        if (frame.line().isPresent()) {
            json.name("line").value(frame.line().getAsInt());
        }
    }

    private void samples(List<Long> samples) throws IOException {
        json.name("samples").beginObject();
        for (int event = 0; event < samples.size(); event++) {
            json.name(sampling.get(event).event()).value(samples.get(event));
        }
        json.endObject();
    }
}
