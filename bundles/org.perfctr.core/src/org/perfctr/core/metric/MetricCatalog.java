// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.metric;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import org.perfctr.core.run.Run;

/** The groups of metrics that are known: perfctr's own, and the user's. Immutable. */
public final class MetricCatalog {
    private static final String FOLDER = "/groups/";
    private static final List<String> CORES = List.of("cpu_core", "cpu_atom");

    private final Map<String, Group> groups;

    private MetricCatalog(Map<String, Group> groups) {
        this.groups = groups;
    }

    /** No groups, to add some to. */
    public static MetricCatalog empty() {
        return new MetricCatalog(Map.of());
    }

    /** The groups that come with perfctr. */
    public static MetricCatalog bundled() {
        Map<String, Group> groups = new LinkedHashMap<>();
        try (BufferedReader index = resource("index")) {
            for (String file : index.lines().toList()) {
                try (Reader json = resource(file)) {
                    add(GroupReader.read(json, file), groups);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("perfctr's own groups cannot be read", e);
        }
        return new MetricCatalog(groups);
    }

    /**
     * These groups and those of all {@code .json} files in the folder, which replace groups of the same name.
     * Several files of one folder may hold parts of a group.
     *
     * @param folder a folder, which need not exist
     * @throws GroupException if a file is no group file; the message is one sentence for the user
     */
    public MetricCatalog with(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return this;
        }
        Map<String, Group> own = new LinkedHashMap<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.json")) {
            for (Path file : files) {
                try (Reader json = Files.newBufferedReader(file)) {
                    add(GroupReader.read(json, file.toString()), own);
                }
            }
        }
        Map<String, Group> all = new LinkedHashMap<>(groups);
        all.putAll(own);
        return new MetricCatalog(all);
    }

    public Collection<Group> groups() {
        return List.copyOf(groups.values());
    }

    /**
     * The metrics of all groups of which the run has all events, each once; those that are n/a come last. Of a hybrid
     * processor's events there is one for each kind of its cores.
     */
    public List<Metric> metricsOf(Run run) {
        List<Metric> metrics = new ArrayList<>();
        Set<List<String>> seen = new HashSet<>();
        for (Group group : groups.values()) {
            for (Metric metric : group.metrics()) {
                variants(metric, run)
                        .filter(variant -> seen.add(List.of(variant.name(), variant.formula().toString())))
                        .forEach(metrics::add);
            }
        }
        metrics.sort(Comparator.comparing(metric -> metric.of(run).mean().known().isEmpty()));
        return metrics;
    }

    /** The metric itself, and that of each kind of cores whose events it is over. */
    private static Stream<Metric> variants(Metric metric, Run run) {
        Stream<Metric> onCores = CORES.stream().map(cores -> metric.on(cores, run))
                .filter(variant -> !variant.formula().names().equals(metric.formula().names()));
        return Stream.concat(Stream.of(metric), onCores).filter(variant -> variant.appliesTo(run));
    }

    private static void add(Group group, Map<String, Group> groups) {
        groups.merge(group.name(), group, Group::and);
    }

    private static BufferedReader resource(String file) throws IOException {
        InputStream stream = MetricCatalog.class.getResourceAsStream(FOLDER + file);
        if (stream == null) {
            throw new IOException(FOLDER + file + " is missing: build perfctr with Maven");
        }
        return new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
    }
}
