// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.run;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.perfctr.core.profile.PathRules;

/** Puts a run together from its records. */
class RunAssembler {
    /** The types of records of which there may be a million. */
    static final Set<String> STREAMED = Set.of("function", "line", "frame", "code");

    private final RunHeader header;
    private final List<RepetitionAssembler> repetitions = new ArrayList<>();
    private final List<Degradation> degradations = new ArrayList<>();
    private final ProfileAssembler profile;
    private boolean ended;

    RunAssembler(RunHeader header, PathRules rules) {
        this.header = header;
        profile = new ProfileAssembler(header.sampling(), rules);
    }

    /** A record of a type that is {@link #STREAMED}, of which what follows its type is to be read. */
    void add(String type, Tokens record) throws IOException, MalformedRecordException {
        switch (type) {
            case "function" -> profile.function(record);
            case "line" -> profile.line(record);
            case "frame" -> profile.frame(record);
            case "code" -> profile.code(record);
            default -> throw new IllegalArgumentException(type);
        }
    }

    /** A record of any other type. */
    void add(Fields record) throws MalformedRecordException {
        String type = record.text("type");
        switch (type) {
            case "degradation" -> degradations.add(new Degradation(record.text("text"), record.optionalText("remedy")));
            case "repetition" -> repetitions
                    .add(new RepetitionAssembler(record, repetitions.size() + 1, header.events()));
            case "task" -> current(type).task(record);
            case "task-name" -> owner(record).taskName(record);
            case "task-end" -> owner(record).taskEnd(record);
            case "snapshot" -> current(type).snapshot(record);
            case "cpu-end" -> current(type).cpuEnd(record);
            case "repetition-end" -> current(type).end(record);
            case "module" -> profile.module(record);
            case "source" -> profile.source(record);
            case "end" -> end(record);
            default -> {
                // A record of a later perfctr, which readers of this version may skip.
            }
        }
    }

    /** @param cutOff what is to be told of a half line, if there was one */
    Run assemble(Optional<String> cutOff) {
        return new Run(header, repetitions.stream().map(RepetitionAssembler::assemble).toList(), degradations,
                profile.assemble(), loss(cutOff));
    }

    private Optional<String> loss(Optional<String> cutOff) {
        if (ended) {
            return cutOff;
        }
        String open = repetitions.isEmpty() || repetitions.getLast().ended()
                ? ""
                : ", and repetition %d did not end in it".formatted(repetitions.size());
        return Optional.of("The run file is incomplete: perfex is still counting, or was killed" + open
                + cutOff.map(half -> "; " + half).orElse(""));
    }

    private void end(Fields record) throws MalformedRecordException {
        profile.end(record);
        ended = true;
    }

    private RepetitionAssembler current(String type) throws MalformedRecordException {
        if (repetitions.isEmpty()) {
            throw new MalformedRecordException("a repetition record before the first " + type);
        }
        return repetitions.getLast();
    }

    /** The repetition of the record's task; a task may outlive its repetition. */
    private RepetitionAssembler owner(Fields record) throws MalformedRecordException {
        int task = record.smallNumber("task");
        for (RepetitionAssembler repetition : repetitions.reversed()) {
            if (repetition.has(task)) {
                return repetition;
            }
        }
        throw new MalformedRecordException("a task record before task %d is used".formatted(task));
    }
}
