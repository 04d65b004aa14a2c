// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.export;

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

import org.perfctr.core.metric.Metric;
import org.perfctr.core.metric.MetricCatalog;
import org.perfctr.core.profile.Line;
import org.perfctr.core.run.Count;
import org.perfctr.core.run.Counts;
import org.perfctr.core.run.Event;
import org.perfctr.core.run.Repetition;
import org.perfctr.core.run.Run;
import org.perfctr.core.run.Task;
import org.perfctr.core.run.Value;

import com.google.gson.stream.JsonWriter;

/** Writes a run with everything that is computed from it as one JSON object. What is not available is null. */
final class RunJson {
    private final Run run;
    private final MetricCatalog catalog;
    private final JsonWriter json;

    private RunJson(Run run, MetricCatalog catalog, JsonWriter json) {
        this.run = run;
        this.catalog = catalog;
        this.json = json;
    }

    static void write(Run run, MetricCatalog catalog, OutputStream out) throws IOException {
        JsonWriter json = new JsonWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
        new RunJson(run, catalog, json).writeRun();
        json.flush();
    }

    private void writeRun() throws IOException {
        json.beginObject().name("started").value(run.started().toString());
        json.name("command").beginArray();
        for (String argument : run.header().command()) {
            json.value(argument);
        }
        json.endArray().name("directory").value(run.header().directory());
        json.name("complete").value(run.complete()).name("repetitions").beginArray();
        for (Repetition repetition : run.repetitions()) {
            writeRepetition(repetition);
        }
        json.endArray().name("lines").beginArray();
        for (Line line : run.profile().lines()) {
            LineJson.write(line, run.profile().sampling(), json);
        }
        json.endArray().endObject();
    }

    private void writeRepetition(Repetition repetition) throws IOException {
        json.beginObject().name("repetition").value(repetition.number());
        json.name("exit").value(repetition.exit().map(exit -> exit.text()).orElse(null));
        json.name("wall");
        writeValue(repetition.wall());
        writeCounts(repetition.counts());
        json.name("metrics").beginArray();
        for (Metric metric : catalog.metricsOf(run)) {
            Value<Double> value = metric.of(repetition);
            json.beginObject().name("name").value(metric.name()).name("unit").value(metric.unit()).name("value");
            writeValue(value);
            writeReason(value.reason());
            json.endObject();
        }
        json.endArray().name("tasks").beginArray();
        for (Task task : repetition.tasks().all()) {
            writeTask(task);
        }
        json.endArray().endObject();
    }

    private void writeTask(Task task) throws IOException {
        json.beginObject().name("task").value(task.number()).name("tid").value(task.tid());
        json.name("pid").value(task.pid()).name("name").value(task.name());
        if (task.parent().isPresent()) {
            json.name("parent").value(task.parent().getAsInt());
        }
        writeCounts(task.counts());
        json.endObject();
    }

    private void writeCounts(Counts counts) throws IOException {
        json.name("events").beginArray();
        for (int i = 0; i < counts.events().size(); i++) {
            Event event = counts.events().get(i);
            Value<Count> count = counts.values().get(i);
            Value<Long> estimate = count.flatMap(Count::estimate);
            json.beginObject().name("name").value(event.name()).name("unit").value(event.unit().orElse(""));
            json.name("value");
            writeValue(estimate);
            if (count.known().isPresent()) {
                json.name("raw").value(count.known().get().raw());
                json.name("enabled").value(count.known().get().enabled());
                json.name("running").value(count.known().get().running());
            }
            writeReason(estimate.reason());
            json.endObject();
        }
        json.endArray();
    }

    private void writeValue(Value<? extends Number> value) throws IOException {
        switch (value) {
            case Value.Known<? extends Number>(Number known) -> json.value(known);
            case Value.NotAvailable<? extends Number> missing -> json.nullValue();
        }
    }

    private void writeReason(Optional<String> reason) throws IOException {
        if (reason.isPresent()) {
            json.name("reason").value(reason.get());
        }
    }
}
