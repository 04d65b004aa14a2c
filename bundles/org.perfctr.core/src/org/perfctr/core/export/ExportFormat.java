// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.export;

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;

import org.perfctr.core.metric.MetricCatalog;
import org.perfctr.core.report.RunCsv;
import org.perfctr.core.run.Run;

/** The formats that a run can be exported to. */
public enum ExportFormat {
    /** Comma-separated values of everything that was counted. */
    CSV {
        @Override
        public void write(Run run, MetricCatalog catalog, OutputStream out) throws IOException {
            Writer text = new OutputStreamWriter(out, StandardCharsets.UTF_8);
            RunCsv.write(run, catalog, text);
            text.flush();
        }
    },
    /** One JSON object with everything that was counted and computed. */
    JSON {
        @Override
        public void write(Run run, MetricCatalog catalog, OutputStream out) throws IOException {
            RunJson.write(run, catalog, out);
        }
    },
    /** Callgrind's profile format, for KCachegrind and callgrind_annotate. */
    CALLGRIND {
        @Override
        public void write(Run run, MetricCatalog catalog, OutputStream out) throws IOException {
            Callgrind.write(run, out);
        }
    },
    /** pprof's compressed protocol buffer. */
    PPROF {
        @Override
        public void write(Run run, MetricCatalog catalog, OutputStream out) throws IOException {
            Pprof.write(run, out);
        }
    },
    /** speedscope's JSON. */
    SPEEDSCOPE {
        @Override
        public void write(Run run, MetricCatalog catalog, OutputStream out) throws IOException {
            Speedscope.write(run, out);
        }
    },
    /** The Firefox Profiler's JSON. */
    FIREFOX {
        @Override
        public void write(Run run, MetricCatalog catalog, OutputStream out) throws IOException {
            FirefoxProfile.write(run, out);
        }
    };

    /**
     * Writes the run; the stream is not closed.
     *
     * @param catalog the metrics to compute, where the format has them
     */
    public abstract void write(Run run, MetricCatalog catalog, OutputStream out) throws IOException;

    /** Whether the format holds samples and nothing else. */
    public boolean samplesOnly() {
        return this != CSV && this != JSON;
    }

    /** Whether the format is bytes and not text. */
    public boolean binary() {
        return this == PPROF;
    }
}
