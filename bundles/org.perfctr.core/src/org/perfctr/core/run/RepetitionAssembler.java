// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Puts one repetition together from its records. */
class RepetitionAssembler {
    private static final String NO_END = "the run file ends before the program did";

    private final int number;
    private final long started;
    private final List<Event> events;
    private final Map<Integer, TaskInProgress> tasks = new LinkedHashMap<>();
    private final List<CpuCounts> cpus = new ArrayList<>();
    private final List<Snapshot> snapshots = new ArrayList<>();
    private Optional<Value<Long>> wall = Optional.empty();
    private Optional<ExitStatus> exit = Optional.empty();
    private Optional<Counts> totals = Optional.empty();

    RepetitionAssembler(Fields record, int expectedNumber, List<Event> events) throws MalformedRecordException {
        number = record.smallNumber("repetition");
        if (number != expectedNumber) {
            throw new MalformedRecordException("repetition number %d next".formatted(expectedNumber));
        }
        started = record.number("time");
        this.events = events;
    }

    void task(Fields record) throws MalformedRecordException {
        OptionalInt parent = record.optionalSmallNumber("parent");
        if (parent.isPresent() && !tasks.containsKey(parent.getAsInt())) {
            throw new MalformedRecordException("a task record before task %d is a parent".formatted(parent.getAsInt()));
        }
        TaskInProgress task = new TaskInProgress();
        task.number = record.smallNumber("task");
        task.tid = record.smallNumber("tid");
        task.pid = record.smallNumber("pid");
        task.parent = parent;
        task.started = record.number("time");
        if (tasks.putIfAbsent(task.number, task) != null) {
            throw new MalformedRecordException("a task number that is not used yet");
        }
    }

    boolean has(int task) {
        return tasks.containsKey(task);
    }

    void taskName(Fields record) throws MalformedRecordException {
        tasks.get(record.smallNumber("task")).name = record.text("name");
    }

    void taskEnd(Fields record) throws MalformedRecordException {
        TaskInProgress task = tasks.get(record.smallNumber("task"));
        if (!record.flag("alive")) {
            task.ended = OptionalLong.of(record.number("time"));
        }
        task.counts = Optional.of(record.counts(events));
    }

    void cpuEnd(Fields record) throws MalformedRecordException {
        cpus.add(new CpuCounts(record.smallNumber("cpu"), record.counts(events)));
    }

    void snapshot(Fields record) throws MalformedRecordException {
        snapshots.add(new Snapshot(record.number("time"), record.counts(events)));
    }

    void end(Fields record) throws MalformedRecordException {
        if (record.smallNumber("repetition") != number) {
            throw new MalformedRecordException("the end of repetition %d".formatted(number));
        }
        wall = Optional.of(record.has("wall")
                ? Value.of(record.number("wall"))
                : Value.notAvailable("the wall time was not recorded"));
        exit = exit(record);
        totals = Optional.of(record.counts(events));
    }

    private static Optional<ExitStatus> exit(Fields record) throws MalformedRecordException {
        if (record.has("signal")) {
            return Optional.of(new ExitStatus.Signaled(record.smallNumber("signal")));
        }
        return record.has("exit") ? Optional.of(new ExitStatus.Exited(record.smallNumber("exit"))) : Optional.empty();
    }

    boolean ended() {
        return totals.isPresent();
    }

    Repetition assemble() {
        List<Task> all = tasks.values().stream().map(task -> task.assemble(events)).toList();
        return new Repetition(number, started, wall.orElseGet(this::wallSoFar), ended(), exit,
                totals.orElseGet(this::lastSnapshot),
                new TaskTree(all), cpus, snapshots);
    }

    private Value<Long> wallSoFar() {
        return snapshots.isEmpty()
                ? Value.notAvailable(NO_END)
                : Value.of(snapshots.getLast().time() - started);
    }

    private Counts lastSnapshot() {
        return snapshots.isEmpty() ? Counts.none(events, NO_END) : snapshots.getLast().counts();
    }

    private static class TaskInProgress {
        private int number;
        private int tid;
        private int pid;
        private OptionalInt parent;
        private String name = "";
        private long started;
        private OptionalLong ended = OptionalLong.empty();
        private Optional<Counts> counts = Optional.empty();

        Task assemble(List<Event> events) {
            return new Task(number, tid, pid, parent, name, started, ended,
                    counts.orElseGet(() -> Counts.none(events, "the task's end was not recorded")));
        }
    }
}
