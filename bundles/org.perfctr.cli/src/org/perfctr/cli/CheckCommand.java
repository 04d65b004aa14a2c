// SPDX-License-Identifier: EPL-2.0
package org.perfctr.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

import org.perfctr.core.compare.Side;
import org.perfctr.core.gate.Assertion;
import org.perfctr.core.gate.Finding;
import org.perfctr.core.gate.Findings;
import org.perfctr.core.gate.Gate;
import org.perfctr.core.gate.Sarif;
import org.perfctr.core.metric.MetricCatalog;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(name = "check", mixinStandardHelpOptions = true, sortOptions = false, description = "Fails when an assertion does not hold or a run got worse than its baseline.")
class CheckCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "RUN", description = "a run file, or a folder of runs of one program", converter = SideArgument.Converter.class)
    private SideArgument run;

    @Option(names = "--assert", paramLabel = "ASSERTION", converter = AssertionConverter.class, description = "what must hold, e.g. 'IPC >= 1.2' or 'page-faults / task-clock < 0.001'")
    private List<Assertion> assertions = List.of();

    @Option(names = "--baseline", paramLabel = "BASE", converter = SideArgument.Converter.class, description = "the runs to compare with")
    private SideArgument baseline;

    @Option(names = "--max-regression", paramLabel = "PERCENT", defaultValue = "0%", converter = Percent.Converter.class, description = "how much worse than the baseline is still accepted (default: ${DEFAULT-VALUE})")
    private Percent maximumRegression;

    @Mixin
    private ComparisonOptions options;

    @Option(names = "--junit", paramLabel = "FILE", description = "also write the findings as JUnit XML")
    private Path junit;

    @Option(names = "--sarif", paramLabel = "FILE", description = "also write the findings as SARIF 2.1.0")
    private Path sarif;

    @Option(names = "--github", description = "write the findings as GitHub workflow annotations")
    private boolean github;

    @Override
    public Integer call() throws IOException {
        if (assertions.isEmpty() && baseline == null) {
            throw new ParameterException(spec.commandLine(), "Nothing to check: give --assert or --baseline");
        }
        List<Finding> findings = findings();
        String subject = run.path().toString();
        if (junit != null) {
            StringWriter text = new StringWriter();
            Findings.writeJUnit(findings, subject, text);
            OutputFile.write(junit, text.toString());
        }
        if (sarif != null) {
            StringWriter text = new StringWriter();
            Sarif.write(findings, subject, text);
            OutputFile.write(sarif, text.toString());
        }
        PrintWriter out = spec.commandLine().getOut();
        findings.forEach(finding -> out.println(github ? Findings.annotation(finding) : Findings.line(finding)));
        return findings.stream().anyMatch(Finding::failed) ? 1 : 0;
    }

    private List<Finding> findings() throws IOException {
        MetricCatalog catalog = Metrics.catalog();
        Side side = run.read();
        List<Finding> findings = new ArrayList<>();
        for (Assertion assertion : assertions) {
            findings.add(assertion.check(side, catalog));
        }
        if (baseline != null) {
            Gate gate = new Gate(options.comparer(), maximumRegression.fraction());
            findings.addAll(gate.check(baseline.read(), side, catalog));
        }
        return findings;
    }
}
