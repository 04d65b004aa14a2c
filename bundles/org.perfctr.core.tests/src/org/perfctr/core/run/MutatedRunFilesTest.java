// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.run;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.ZoneOffset;

import org.junit.jupiter.api.Test;
import org.perfctr.core.html.HtmlPage;
import org.perfctr.core.metric.MetricCatalog;
import org.perfctr.core.report.AnnotatedCode;
import org.perfctr.core.report.MetricTable;
import org.perfctr.core.report.ProfileTable;
import org.perfctr.core.report.TaskTable;

/** Run files with random changes are read and shown, or refused in one sentence, and nothing else. */
class MutatedRunFilesTest {
    private static final int FILES = 5_000;
    private static final String TEXT = RunFiles.SMALL.replace("\"samples\":[812]}",
            "\"samples\":[812],\"inlined\":[{\"samples\":[60],\"at\":[{\"function\":0,\"source\":0,\"line\":15}]}]}");

    @Test
    void areReadOrRefusedInOneSentence() {
        Mutation.fuzz(TEXT, FILES, mutant -> {
            try {
                show(RunFiles.read(mutant));
            } catch (RunFileException e) {
                assertTrue(!e.getMessage().isBlank() && !e.getMessage().contains("\n"), e.getMessage());
            }
        });
    }

    private static void show(Run run) {
        HtmlPage.of(run, MetricCatalog.empty(), ZoneOffset.UTC);
        MetricTable.of(run, MetricCatalog.empty(), ZoneOffset.UTC);
        run.repetitions().forEach(repetition -> TaskTable.of(repetition, 10));
        for (int event = 0; event < run.profile().sampling().size(); event++) {
            ProfileTable.lines(run.profile(), event, 10);
            run.profile().code().forEach(AnnotatedCode::of);
        }
    }
}
