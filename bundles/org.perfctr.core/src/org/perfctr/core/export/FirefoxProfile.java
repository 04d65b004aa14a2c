// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.export;

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;

import org.perfctr.core.profile.LineProfile;
import org.perfctr.core.profile.Sampling;
import org.perfctr.core.run.Run;

import com.google.gson.stream.JsonWriter;

/**
 * Writes the line profile of a run as the Firefox Profiler's "processed profile": one thread for each sampled
 * event. A run keeps no times of its samples: they are laid out one after the other, so that lengths are right.
 */
final class FirefoxProfile {
    /** The Firefox Profiler reads this version and all later ones, and converts it as it loads. */
    private static final int FORMAT_VERSION = 48;
    private static final double MILLISECONDS = 1e3;

    private FirefoxProfile() {}

    static void write(Run run, OutputStream out) throws IOException {
        JsonWriter json = new JsonWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
        LineProfile profile = run.profile();
        json.beginObject().name("meta").beginObject();
        writeMeta(run, json);
        json.endObject().name("libs").beginArray().endArray().name("threads").beginArray();
        for (int event = 0; event < profile.sampling().size(); event++) {
            FirefoxThread.of(profile, event, interval(profile.sampling().get(event))).write(run, json);
        }
        json.endArray().endObject().flush();
    }

    private static void writeMeta(Run run, JsonWriter json) throws IOException {
        json.name("version").value(30).name("preprocessedProfileVersion").value(FORMAT_VERSION);
        json.name("product").value(run.header().label()).name("importedFrom").value("perfctr");
        json.name("startTime").value(run.started().toEpochMilli());
        json.name("interval")
                .value(run.profile().sampling().stream().findFirst().map(FirefoxProfile::interval).orElse(1.0));
        json.name("oscpu").value("Linux " + run.header().host().kernel()).name("platform").value("Linux");
        json.name("CPUName").value(run.header().host().cpu());
        json.name("processType").value(0).name("stackwalk").value(1).name("debug").value(false);
        json.name("symbolicated").value(true).name("markerSchema").beginArray().endArray();
        json.name("categories").beginArray().beginObject().name("name").value("Other").name("color").value("grey");
        json.name("subcategories").beginArray().value("Other").endArray().endObject().endArray();
    }

    /** The milliseconds from sample to sample; 1 where samples were taken by counts. */
    private static double interval(Sampling sampling) {
        return sampling.frequency().isPresent() && sampling.frequency().getAsLong() > 0
                ? MILLISECONDS / sampling.frequency().getAsLong()
                : 1;
    }
}
