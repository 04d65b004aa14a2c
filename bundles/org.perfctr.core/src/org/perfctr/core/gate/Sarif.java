// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.gate;

import java.io.IOException;
import java.io.Writer;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;

import com.google.gson.stream.JsonWriter;

/** Findings in SARIF 2.1.0, which code hosts show beside the change that they are about. */
public final class Sarif {
    private Sarif() {}

    /**
     * Writes one rule and one result for each finding.
     *
     * @param subject the path of the run that was checked, relative to where SARIF's reader looks for files
     */
    public static void write(List<Finding> findings, String subject, Writer out) throws IOException {
        JsonWriter json = new JsonWriter(out);
        json.setIndent("  ");
        json.beginObject().name("$schema").value("https://json.schemastore.org/sarif-2.1.0.json");
        json.name("version").value("2.1.0").name("runs").beginArray().beginObject();
        json.name("tool").beginObject().name("driver").beginObject().name("name").value("perfctr");
        json.name("rules").beginArray();
        for (int rule = 0; rule < findings.size(); rule++) {
            json.beginObject().name("id").value(id(rule)).name("name").value(findings.get(rule).name()).endObject();
        }
        json.endArray().endObject().endObject().name("results").beginArray();
        for (int rule = 0; rule < findings.size(); rule++) {
            writeResult(findings.get(rule), rule, subject, json);
        }
        json.endArray().endObject().endArray().endObject().flush();
    }

    private static void writeResult(Finding finding, int rule, String subject, JsonWriter json) throws IOException {
        json.beginObject().name("ruleId").value(id(rule)).name("ruleIndex").value(rule);
        json.name("kind").value(finding.failed() ? "fail" : "pass");
        json.name("level").value(finding.failed() ? "error" : "none");
        json.name("message").beginObject().name("text").value(finding.name() + ": " + finding.text()).endObject();
        json.name("locations").beginArray().beginObject().name("physicalLocation").beginObject();
        json.name("artifactLocation").beginObject().name("uri").value(uri(subject)).endObject();
        json.endObject().endObject().endArray().endObject();
    }

    private static String id(int rule) {
        return "perfctr-" + (rule + 1);
    }

    private static String uri(String path) throws IOException {
        try {
            return new URI(null, null, path, null).toASCIIString();
        } catch (URISyntaxException e) {
            throw new IOException("\"" + path + "\" cannot be written as a URI: " + e.getMessage(), e);
        }
    }
}
