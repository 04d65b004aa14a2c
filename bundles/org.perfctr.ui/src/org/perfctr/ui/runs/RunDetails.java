// SPDX-License-Identifier: EPL-2.0
package org.perfctr.ui.runs;

import java.util.List;
import org.perfctr.core.metric.Metric;
import org.perfctr.core.run.Run;

/**
 * A run that was read completely.
 *
 * @param run the run
 * @param metrics the metrics that apply to it
 */
record RunDetails(Run run, List<Metric> metrics) {}
