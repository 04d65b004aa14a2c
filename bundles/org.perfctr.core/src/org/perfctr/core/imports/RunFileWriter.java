// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.imports;

import java.io.IOException;
import java.io.Writer;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;

import org.perfctr.core.profile.Sampling;
import org.perfctr.core.run.Count;
import org.perfctr.core.run.Counts;
import org.perfctr.core.run.CpuCounts;
import org.perfctr.core.run.Degradation;
import org.perfctr.core.run.Event;
import org.perfctr.core.run.Repetition;
import org.perfctr.core.run.Run;
import org.perfctr.core.run.RunHeader;
import org.perfctr.core.run.Snapshot;
import org.perfctr.core.run.Value;

import com.google.gson.stream.JsonWriter;

/** Writes an imported run as a run file: what importers can find, which has no tasks and no exit status. */
public final class RunFileWriter {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.nnnnnnnnn'Z'")
            .withZone(ZoneOffset.UTC);

    private final Writer out;

    private RunFileWriter(Writer out) {
        this.out = out;
    }

    /** Writes the run; the writer is not closed. */
    public static void write(Run run, Writer out) throws IOException {
        new RunFileWriter(out).write(run);
    }

    private void write(Run run) throws IOException {
        record("header", json -> header(run.header(), json));
        for (Degradation degradation : run.degradations()) {
            record("degradation", json -> {
                json.name("text").value(degradation.text());
                if (degradation.remedy().isPresent()) {
                    json.name("remedy").value(degradation.remedy().get());
                }
            });
        }
        for (Repetition repetition : run.repetitions()) {
            write(repetition);
        }
        new ProfileWriter(this).write(run.profile());
        // How many samples were lost is not known, and without it their number is not written either.
        record("end", json -> json.name("time").value(0));
    }

    private void header(RunHeader header, JsonWriter json) throws IOException {
        json.name("format").value("perfctr-run").name("version").value(1).name("perfex").value(header.perfex());
        json.name("started").value(time(header.started()));
        texts("command", header.command(), json);
        json.name("directory").value(header.directory()).name("host").beginObject();
        json.name("name").value(header.host().name()).name("kernel").value(header.host().kernel());
        json.name("cpu").value(header.host().cpu()).name("cpus").value(header.host().cpus()).endObject();
        json.name("backend").beginObject().name("name").value(header.backend().name());
        json.name("why").value(header.backend().why()).endObject().name("events").beginArray();
        for (Event event : header.events()) {
            event(event, json);
        }
        json.endArray();
        if (!header.sampling().isEmpty()) {
            json.name("sampling").beginArray();
            for (Sampling sampling : header.sampling()) {
                json.beginObject().name("event").value(sampling.event()).name("period")
                        .value(sampling.period().orElseThrow()).name("scope").value(sampling.scope()).endObject();
            }
            json.endArray();
        }
        if (!header.cpus().isEmpty()) {
            json.name("cpus").beginArray();
            for (int cpu : header.cpus()) {
                json.value(cpu);
            }
            json.endArray();
        }
    }

    private static void event(Event event, JsonWriter json) throws IOException {
        json.beginObject().name("name").value(event.name());
        if (event.unit().isPresent()) {
            json.name("unit").value(event.unit().get());
        }
        json.name("scope").value(event.scope());
        if (event.unavailable().isPresent()) {
            json.name("unavailable").value(event.unavailable().get());
        }
        json.endObject();
    }

    private void write(Repetition repetition) throws IOException {
        record("repetition", json -> json.name("repetition").value(repetition.number()).name("time").value(0));
        for (Snapshot snapshot : repetition.snapshots()) {
            record("snapshot", json -> counts(snapshot.counts(), json.name("time").value(snapshot.time())));
        }
        for (CpuCounts cpu : repetition.cpus()) {
            record("cpu-end", json -> counts(cpu.counts(), json.name("cpu").value(cpu.cpu())));
        }
        record("repetition-end", json -> {
            json.name("repetition").value(repetition.number()).name("time").value(repetition.wall().known().orElse(0L));
            if (repetition.wall().known().isPresent()) {
                json.name("wall").value(repetition.wall().known().get());
            }
            counts(repetition.counts(), json);
        });
    }

    private static void counts(Counts counts, JsonWriter json) throws IOException {
        json.name("counts").beginArray();
        for (Value<Count> value : counts.values()) {
            switch (value) {
                case Value.Known<Count>(Count count) -> json.beginArray().value(count.raw()).value(count.enabled())
                        .value(count.running()).endArray();
                case Value.NotAvailable<Count> missing -> json.nullValue();
            }
        }
        json.endArray();
    }

    private static void texts(String name, List<String> texts, JsonWriter json) throws IOException {
        json.name(name).beginArray();
        for (String text : texts) {
            json.value(text);
        }
        json.endArray();
    }

    private static String time(Instant time) {
        return TIME.format(time);
    }

    /** Writes the fields of a record. */
    interface Fields {
        void write(JsonWriter json) throws IOException;
    }

    void record(String type, Fields fields) throws IOException {
        JsonWriter json = new JsonWriter(out);
        json.beginObject().name("type").value(type);
        fields.write(json);
        json.endObject().flush();
        out.write('\n');
    }
}
