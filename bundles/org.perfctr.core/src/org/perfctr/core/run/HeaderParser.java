// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.perfctr.core.profile.Sampling;

/** Reads the header record. */
final class HeaderParser {
    private static final int VERSION = 1;

    private HeaderParser() {}

    /** Whether this is the header of a run file, of whatever version. */
    static boolean isHeader(Fields record) throws MalformedRecordException {
        return record.optionalText("type").equals(Optional.of("header"))
                && record.optionalText("format").equals(Optional.of("perfctr-run"));
    }

    /** The file's version if it is newer than this reader. */
    static Optional<String> tooNew(Fields record) throws MalformedRecordException {
        long version = record.number("version");
        return version <= VERSION
                ? Optional.empty()
                : Optional.of("has run file version %d, and this perfctr reads versions up to %d: update perfctr"
                        .formatted(version, VERSION));
    }

    static RunHeader parse(Fields record) throws MalformedRecordException {
        List<String> command = record.texts("command");
        List<Integer> cpus = smallNumbers(record, "cpus");
        if (command.isEmpty() && cpus.isEmpty()) {
            throw new MalformedRecordException("a program in \"command\"");
        }
        return new RunHeader(record.optionalText("perfex").orElse(""), record.instant("started"), command,
                record.optionalPath("directory").orElse(""), host(record), backend(record), events(record),
                sampling(record), smallNumbers(record, "attached"), cpus, pair(record));
    }

    private static Host host(Fields record) throws MalformedRecordException {
        Optional<Fields> host = record.optionalObject("host");
        if (host.isEmpty()) {
            return new Host("", "", "", 0);
        }
        return new Host(host.get().optionalText("name").orElse(""), host.get().optionalText("kernel").orElse(""),
                host.get().optionalText("cpu").orElse(""), host.get().optionalSmallNumber("cpus").orElse(0));
    }

    private static Backend backend(Fields record) throws MalformedRecordException {
        Optional<Fields> backend = record.optionalObject("backend");
        if (backend.isEmpty()) {
            return new Backend("", "");
        }
        return new Backend(backend.get().text("name"), backend.get().optionalText("why").orElse(""));
    }

    private static List<Event> events(Fields record) throws MalformedRecordException {
        List<Event> events = new ArrayList<>();
        for (Fields event : record.objects("events")) {
            events.add(new Event(event.text("name"), event.optionalText("unit"),
                    event.optionalText("scope").orElse("user+kernel"), event.optionalText("unavailable")));
        }
        return events;
    }

    private static List<Integer> smallNumbers(Fields record, String name) throws MalformedRecordException {
        return record.has(name) ? record.smallNumbers(name) : List.of();
    }

    private static Optional<Pair> pair(Fields record) throws MalformedRecordException {
        Optional<Fields> pair = record.optionalObject("pair");
        if (pair.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Pair(pair.get().text("id"), pair.get().text("side"),
                pair.get().optionalPath("file").orElse("")));
    }

    private static List<Sampling> sampling(Fields record) throws MalformedRecordException {
        if (!record.has("sampling")) {
            return List.of();
        }
        List<Sampling> sampling = new ArrayList<>();
        for (Fields event : record.objects("sampling")) {
            sampling.add(new Sampling(event.text("event"), event.optionalText("scope").orElse("user+kernel"),
                    event.optionalNumber("frequency"), event.optionalNumber("period")));
        }
        return sampling;
    }
}
