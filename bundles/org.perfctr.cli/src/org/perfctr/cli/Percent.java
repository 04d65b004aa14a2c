// SPDX-License-Identifier: EPL-2.0
package org.perfctr.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A percentage that the user gave.
 *
 * @param fraction 0.02 for 2 %
 */
record Percent(double fraction) {
    static class Converter implements ITypeConverter<Percent> {
        @Override
        public Percent convert(String text) {
            try {
                return new Percent(Double.parseDouble(text.replaceFirst(" *%$", "")) / 100);
            } catch (NumberFormatException e) {
                throw new TypeConversionException("expected a percentage such as 2%, not \"" + text + "\"");
            }
        }
    }
}
