// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.imports;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import org.perfctr.core.run.Count;
import org.perfctr.core.run.Counts;
import org.perfctr.core.run.CpuCounts;
import org.perfctr.core.run.Event;
import org.perfctr.core.run.Repetition;
import org.perfctr.core.run.Snapshot;
import org.perfctr.core.run.Value;

/** What {@code perf stat -j} printed of one repetition, added up over CPUs and intervals. */
class PerfStatCounts {
    private final Map<String, Value<Count>> totals = new HashMap<>();
    private final Map<Integer, Map<String, Value<Count>>> byCpu = new TreeMap<>();
    private final TreeMap<Long, Map<String, Value<Count>>> byTime = new TreeMap<>();
    private final Set<List<Object>> seen = new HashSet<>();
    private Optional<Long> wall = Optional.empty();

    boolean isEmpty() {
        return totals.isEmpty();
    }

    /** Whether the same was counted already: then a line is of the next repetition. */
    boolean has(PerfStatLine line) {
        return seen.contains(key(line));
    }

    void add(PerfStatLine line, Lines lines) throws IOException {
        String event = line.event().orElseThrow();
        seen.add(key(line));
        try {
            add(event, line.count(), totals);
            if (line.cpu().isPresent()) {
                add(event, line.count(), byCpu.computeIfAbsent(line.cpu().getAsInt(), cpu -> new HashMap<>()));
            }
        } catch (ArithmeticException e) {
            throw lines.malformed("counts whose sum is below 2^63");
        }
        if (line.interval().isPresent()) {
            byTime.computeIfAbsent(line.interval().get(), time -> new HashMap<>()).put(event, totals.get(event));
        } else if (line.cpu().isEmpty()) {
            wall = wall.or(line::wall);
        }
    }

    Set<Integer> cpus() {
        return new TreeSet<>(byCpu.keySet());
    }

    Repetition repetition(int number, List<Event> events) {
        List<CpuCounts> cpus = new ArrayList<>();
        byCpu.forEach((cpu, counts) -> cpus.add(new CpuCounts(cpu, counts(counts, events))));
        List<Snapshot> snapshots = new ArrayList<>();
        byTime.forEach((time, counts) -> snapshots.add(new Snapshot(time, counts(counts, events))));
        Optional<Long> end = byTime.isEmpty() ? wall : Optional.of(byTime.lastKey());
        return Totals.repetition(number, end, counts(totals, events), cpus, snapshots);
    }

    private static List<Object> key(PerfStatLine line) {
        return List.of(line.event().orElseThrow(), line.cpu().isPresent() ? line.cpu().getAsInt() : OptionalInt.empty(),
                line.interval());
    }

    private static void add(String event, Value<Count> count, Map<String, Value<Count>> counts) {
        counts.merge(event, count, (one, other) -> one.flatMap(a -> other.map(b -> plus(a, b))));
    }

    private static Count plus(Count a, Count b) {
        return new Count(Math.addExact(a.raw(), b.raw()), Math.addExact(a.enabled(), b.enabled()),
                Math.addExact(a.running(), b.running()));
    }

    private static Counts counts(Map<String, Value<Count>> counts, List<Event> events) {
        return new Counts(events, events.stream().map(event -> counts.getOrDefault(event.name(),
                Value.notAvailable("perf stat did not print it"))).toList());
    }
}
