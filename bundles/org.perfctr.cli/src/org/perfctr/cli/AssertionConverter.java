// SPDX-License-Identifier: EPL-2.0
package org.perfctr.cli;

import org.perfctr.core.gate.Assertion;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

class AssertionConverter implements ITypeConverter<Assertion> {
    @Override
    public Assertion convert(String text) {
        try {
            return Assertion.parse(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
