// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.metric;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Parses a formula by recursive descent: sum, product, sign, operand. */
class FormulaParser {
    private static final Pattern NUMBER = Pattern.compile("(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d+)?");
    /** A "-" belongs to a name when something that can be in a name follows it at once. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z_]([A-Za-z0-9_.:=]|-(?=[A-Za-z0-9_.:=]))*");
    private static final int DEEPEST_NESTING = 100;

    private final String text;
    private int position;
    private int depth;

    FormulaParser(String text) {
        this.text = text;
    }

    Expression parse() throws FormulaException {
        Expression sum = sum();
        if (skipBlanks() < text.length()) {
            throw new FormulaException(position, "an operator or the end");
        }
        return sum;
    }

    private Expression sum() throws FormulaException {
        return chain("+-", this::product);
    }

    private Expression product() throws FormulaException {
        return chain("*/", this::signed);
    }

    private Expression chain(String operators, Part part) throws FormulaException {
        Expression left = part.parse();
        while (operators.indexOf(peek()) >= 0) {
            char operator = text.charAt(position++);
            int start = skipBlanks();
            Expression right = part.parse();
            left = new Expression.Operation(operator, left, right, text.substring(start, position));
        }
        return left;
    }

    private Expression signed() throws FormulaException {
        if (++depth > DEEPEST_NESTING) {
            throw new FormulaException(position, "at most %d nested parts".formatted(DEEPEST_NESTING));
        }
        Expression signed;
        if (peek() == '-') {
            position++;
            signed = new Expression.Negation(signed());
        } else {
            signed = operand();
        }
        depth--;
        return signed;
    }

    private Expression operand() throws FormulaException {
        skipBlanks();
        Matcher matcher = NUMBER.matcher(text).region(position, text.length());
        if (matcher.lookingAt()) {
            position = matcher.end();
            return new Expression.Number(Double.parseDouble(matcher.group()));
        }
        if (matcher.usePattern(NAME).lookingAt()) {
            position = matcher.end();
            return new Expression.EventName(matcher.group());
        }
        if (peek() == '(') {
            position++;
            Expression inner = sum();
            if (peek() != ')') {
                throw new FormulaException(position, "\")\"");
            }
            position++;
            return inner;
        }
        throw new FormulaException(position, "a number, an event or \"(\"");
    }

    private char peek() {
        skipBlanks();
        return position < text.length() ? text.charAt(position) : '\0';
    }

    private int skipBlanks() {
        while (position < text.length() && text.charAt(position) == ' ') {
            position++;
        }
        return position;
    }

    private interface Part {
        Expression parse() throws FormulaException;
    }
}
