// SPDX-License-Identifier: EPL-2.0
package org.perfctr.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * How many rows of a table the user wants.
 *
 * @param rows from 0
 */
record RowLimit(int rows) {
    static class Converter implements ITypeConverter<RowLimit> {
        @Override
        public RowLimit convert(String text) {
            if (!text.matches("[0-9]{1,9}")) {
                throw new TypeConversionException("expected a number of rows such as 20, not \"" + text + "\"");
            }
            return new RowLimit(Integer.parseInt(text));
        }
    }
}
