// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.html;

import java.util.Locale;

import org.perfctr.core.report.Numbers;
import org.perfctr.core.run.Value;

/** Pieces of HTML. Every text that a run holds may be hostile: it passes through {@link #escaped}. */
final class Html {
    /** A name of a C++ function may take pages. */
    private static final int LONGEST_TEXT = 400;

    private Html() {}

    /** The text for an element or a quoted attribute: no markup, no control characters, not too long. */
    static String escaped(String text) {
        String shown = text.length() <= LONGEST_TEXT
                ? text
                : text.substring(0, text.offsetByCodePoints(0, LONGEST_TEXT / 2)) + "…";
        return shown.replaceAll("[\\p{Cntrl}&&[^\t]]", "\ufffd").replace("&", "&amp;").replace("<", "&lt;")
                .replace(">", "&gt;").replace("\"", "&quot;").replace("'", "&#39;");
    }

    static String cell(String text) {
        return "<td>" + escaped(text) + "</td>";
    }

    /** Sentences. */
    static String prose(String text) {
        return "<td class=prose>" + escaped(text) + "</td>";
    }

    /** A name from a program, in the typeface of code. */
    static String code(String text) {
        return "<td class=code>" + escaped(text) + "</td>";
    }

    static String link(String anchor, String text) {
        return "<td class=code><a href=\"#%s\">%s</a></td>".formatted(escaped(anchor), escaped(text));
    }

    /** @param value what the cell is sorted by */
    static String number(double value, String text) {
        return "<td class=number data-value=\"%s\">%s</td>".formatted(value, escaped(text));
    }

    /** A number, or "n/a" with the reason. */
    static String value(Value<Double> value, String unit) {
        return switch (value) {
            case Value.Known<Double>(Double known) -> number(known, Numbers.quantity(known, unit));
            case Value.NotAvailable<Double>(String why) -> missing(why);
        };
    }

    /** A count with all its digits, or "n/a" with the reason. */
    static String count(Value<Long> value, String unit) {
        return switch (value) {
            case Value.Known<Long>(Long known) -> number(known, Numbers.count(known, unit));
            case Value.NotAvailable<Long>(String why) -> missing(why);
        };
    }

    static String missing(String why) {
        return "<td class=missing title=\"%1$s\">n/a<span class=hidden>: %1$s</span></td>".formatted(escaped(why));
    }

    /** A share of a whole, 0 to 1, as a number over a bar. */
    static String share(double share) {
        return String.format(Locale.ROOT, "<td class=\"number share\" data-value=\"%s\" style=\"--share:%.1f\">%s</td>",
                share, 100 * share, Numbers.share(share));
    }

    static String section(String id, String title, String content) {
        return "<section id=\"%s\">\n<h2>%s</h2>\n%s</section>\n".formatted(id, escaped(title), content);
    }
}
