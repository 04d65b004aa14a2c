// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.run;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

import org.perfctr.core.profile.Frame;
import org.perfctr.core.profile.Function;
import org.perfctr.core.profile.Source;

/** The fields of a record that say where something is. */
final class Place {
    private final List<Source> sources;
    private final List<Function> functions;
    private Function function;
    private Optional<Source> source = Optional.empty();
    private OptionalInt line = OptionalInt.empty();

    Place(List<Source> sources, List<Function> functions) {
        this.sources = sources;
        this.functions = functions;
    }

    /** Takes one field, or skips it if it is another. */
    void read(String name, Tokens tokens) throws IOException, MalformedRecordException {
        switch (name) {
            case "function" -> function = ProfileAssembler.known(tokens.smallNumber(name), name, functions);
            case "source" -> source = Optional.of(ProfileAssembler.known(tokens.smallNumber(name), name, sources));
            case "line" -> line = OptionalInt.of(tokens.smallNumber(name));
            default -> tokens.json().skipValue();
        }
    }

    Optional<Source> source() {
        return source;
    }

    OptionalInt line() {
        return line;
    }

    Frame frame() throws MalformedRecordException {
        if (function == null) {
            throw new MalformedRecordException("a whole number below 2^63 in \"function\"");
        }
        return new Frame(function, source, line);
    }
}
