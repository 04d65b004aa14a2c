// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.metric;

import java.io.Reader;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;

/** Reads group files: JSON objects with the group's name, events, and metrics. */
final class GroupReader {
    private GroupReader() {}

    /** @param file what messages call the file */
    static Group read(Reader json, String file) throws GroupException {
        try {
            GroupFile group = new Gson().fromJson(json, GroupFile.class);
            if (group == null) {
                throw new JsonParseException("the file is empty");
            }
            return new Group(required(group.group, "group"), optional(group.about), elements(group.events, "events"),
                    metrics(group, file));
        } catch (JsonParseException e) {
            throw new GroupException("%s is not a group file: %s".formatted(file, e.getMessage()), e);
        }
    }

    private static List<Metric> metrics(GroupFile group, String file) throws GroupException {
        List<Metric> metrics = new ArrayList<>();
        for (MetricFile metric : elements(group.metrics, "metrics")) {
            String name = required(metric.name, "name");
            metrics.add(new Metric(name, formula(metric, file), optional(metric.unit), better(metric),
                    optional(metric.about),
                    optional(metric.good), optional(metric.source)));
        }
        return metrics;
    }

    private static Formula formula(MetricFile metric, String file) throws GroupException {
        try {
            return Formula.parse(required(metric.formula, "formula"));
        } catch (FormulaException e) {
            throw new GroupException("%s, formula of \"%s\", %s: %s".formatted(file, metric.name, e.getMessage(),
                    metric.formula), e);
        }
    }

    private static Better better(MetricFile metric) {
        return switch (optional(metric.better)) {
            case "" -> Better.NEITHER;
            case "lower" -> Better.LOWER;
            case "higher" -> Better.HIGHER;
            default ->
                throw new JsonParseException("\"better\" of \"%s\" must be \"lower\" or \"higher\", and is \"%s\""
                        .formatted(metric.name, metric.better));
        };
    }

    private static <T> T required(T value, String key) {
        if (value == null) {
            throw new JsonParseException("\"" + key + "\" is missing");
        }
        return value;
    }

    private static <T> List<T> elements(List<T> list, String key) {
        // Gson takes what follows a last comma for an element.
        if (required(list, key).stream().anyMatch(Objects::isNull)) {
            throw new JsonParseException("\"" + key + "\" has an empty element, perhaps after its last comma");
        }
        return list;
    }

    private static String optional(String value) {
        return value == null ? "" : value;
    }

    private record GroupFile(String group, String about, List<String> events, List<MetricFile> metrics) {}

    private record MetricFile(String name, String formula, String unit, String better, String about, String good,
            String source) {}
}
