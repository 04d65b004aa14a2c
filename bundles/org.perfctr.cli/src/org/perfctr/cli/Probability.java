// SPDX-License-Identifier: EPL-2.0
package org.perfctr.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * How likely something is, as the user gave it.
 *
 * @param p between 0 and 1
 */
record Probability(double p) {
    static class Converter implements ITypeConverter<Probability> {
        @Override
        public Probability convert(String text) {
            if (!text.matches("0?\\.[0-9]*[1-9][0-9]*")) {
                throw new TypeConversionException("expected a probability between 0 and 1 such as 0.05, not \"" + text
                        + "\"");
            }
            return new Probability(Double.parseDouble(text));
        }
    }
}
