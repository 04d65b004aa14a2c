// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.run;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

import org.perfctr.core.profile.Function;
import org.perfctr.core.profile.Module;
import org.perfctr.core.profile.Source;

/** Reads {@code function} records; those that they refer to are added to the lists as they come. */
class FunctionReader {
    private final List<Module> modules;
    private final List<Source> sources;
    private final List<Function> functions;

    FunctionReader(List<Module> modules, List<Source> sources, List<Function> functions) {
        this.modules = modules;
        this.sources = sources;
        this.functions = functions;
    }

    /** @param tokens the rest of the record, its end included */
    Function read(Tokens tokens) throws IOException, MalformedRecordException {
        long number = -1;
        Optional<String> name = Optional.empty();
        Module module = null;
        Place declaration = new Place(sources, functions);
        while (tokens.json().hasNext()) {
            String field = tokens.json().nextName();
            switch (field) {
                case "function" -> number = tokens.number(field);
                case "name" -> name = tokens.optionalText(field);
                case "module" -> module = ProfileAssembler.known(tokens.smallNumber(field), field, modules);
                default -> declaration.read(field, tokens);
            }
        }
        tokens.json().endObject();
        ProfileAssembler.requireNext(number, "function", functions.size());
        MalformedRecordException.require(module != null, "a whole number from 0 to below 2^63 in \"module\"");
        return new Function(functions.size(), name, module, declaration.source(), declaration.line());
    }
}
