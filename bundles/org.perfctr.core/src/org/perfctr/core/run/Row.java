// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.run;

import com.google.gson.JsonArray;

/** A JSON array within a record, whose elements are checked for their type as they are asked for. */
record Row(String name, JsonArray elements) {
    int size() {
        return elements.size();
    }

    long number(int index) throws MalformedRecordException {
        requireElement(index);
        return Fields.number(elements.get(index), name);
    }

    int smallNumber(int index) throws MalformedRecordException {
        return Fields.small(number(index), name);
    }

    String text(int index) throws MalformedRecordException {
        requireElement(index);
        return Fields.text(elements.get(index), name);
    }

    private void requireElement(int index) throws MalformedRecordException {
        if (index >= elements.size()) {
            throw new MalformedRecordException("%d elements or more in \"%s\"".formatted(index + 1, name));
        }
    }
}
