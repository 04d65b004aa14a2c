// SPDX-License-Identifier: EPL-2.0
package org.perfctr.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

import org.perfctr.core.metric.MetricCatalog;

/** The metrics that commands know: perfctr's own and the user's. */
final class Metrics {
    private Metrics() {}

    static MetricCatalog catalog() throws IOException {
        return MetricCatalog.bundled().with(userGroups());
    }

    private static Path userGroups() {
        Path configuration = Optional.ofNullable(System.getenv("XDG_CONFIG_HOME")).filter(home -> !home.isEmpty())
                .map(Path::of).orElseGet(() -> Path.of(System.getProperty("user.home"), ".config"));
        return configuration.resolve("perfctr").resolve("groups");
    }
}
