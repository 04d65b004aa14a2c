// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.html;

import java.util.Locale;

/** A small chart with a title, whose vertical axis is labelled at its ends. */
class Svg {
    static final int WIDTH = 300;
    static final int HEIGHT = 96;
    private static final int TOP = 6;
    private static final int BOTTOM = 6;

    private final StringBuilder marks = new StringBuilder();
    private final double low;
    private final double high;

    /** @param high above {@code low} */
    Svg(double low, double high) {
        this.low = low;
        this.high = high;
    }

    double y(double value) {
        return TOP + (HEIGHT - TOP - BOTTOM) * (high - value) / (high - low);
    }

    /** @param share how far to the right, 0 to 1 */
    double x(double share) {
        return 5 + (WIDTH - 10) * share;
    }

    /** Adds an element, formatted whatever the locale. */
    void add(String format, Object... values) {
        marks.append(String.format(Locale.ROOT, format, values)).append('\n');
    }

    /**
     * @param title what is shown
     * @param top the upper end of the axis
     * @param bottom its lower end
     * @param description the chart in words, for those who do not see it
     */
    String html(String title, String top, String bottom, String description) {
        return String.format(Locale.ROOT, """
                <figure><figcaption>%s</figcaption>
                <div class=axis><span>%s</span><span>%s</span></div>
                <svg viewBox="0 0 %d %d" width="%d" height="%d" role=img aria-label="%s">
                %s</svg></figure>
                """, Html.escaped(title), Html.escaped(top), Html.escaped(bottom), WIDTH, HEIGHT, WIDTH, HEIGHT,
                Html.escaped(description), marks);
    }
}
