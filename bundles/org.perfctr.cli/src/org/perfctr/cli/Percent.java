// SPDX-License-Identifier: EPL-2.0
package org.perfctr.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A percentage that the user gave.
 *
 * @param fraction 0.02 for 2 %; not negative
 */
record Percent(double fraction) {
    static class Converter implements ITypeConverter<Percent> {
        @Override
        public Percent convert(String text) {
            String number = text.replaceFirst(" *%$", "");
            if (!number.matches("[0-9]+(\\.[0-9]*)?|\\.[0-9]+")) {
                throw new TypeConversionException("expected a percentage such as 2%, not \"" + text + "\"");
            }
            return new Percent(Double.parseDouble(number) / 100);
        }
    }
}
