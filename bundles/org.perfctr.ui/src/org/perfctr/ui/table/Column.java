// SPDX-License-Identifier: EPL-2.0
package org.perfctr.ui.table;

import java.util.Comparator;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.eclipse.swt.graphics.Image;

/**
 * A column of a {@link RowTable}.
 *
 * @param title its header, with the unit where all its numbers have the same one
 * @param tooltip what it shows, in a sentence
 * @param width its first width, in average characters
 * @param number whether it is aligned to the right, and sorted from large to small at the first click
 * @param text what it shows of a row
 * @param note what its cell's tooltip says of a row, e.g. why there is no number; null for nothing
 * @param image its image for a row; null for none
 * @param share the length of the bar behind the text, 0 to 1; null for no bars
 * @param order from small to large
 */
public record Column<R>(String title, String tooltip, int width, boolean number, Function<R, String> text,
        Function<R, String> note, Function<R, Image> image, ToDoubleFunction<R> share, Comparator<R> order) {

    public static <R> Column<R> text(String title, String tooltip, int width, Function<R, String> text) {
        return new Column<>(title, tooltip, width, false, text, row -> null, row -> null, null,
                Comparator.comparing(text, String.CASE_INSENSITIVE_ORDER));
    }

    public static <R> Column<R> number(String title, String tooltip, int width, Function<R, String> text,
            Comparator<R> order) {
        return new Column<>(title, tooltip, width, true, text, row -> null, row -> null, null, order);
    }

    public Column<R> withNote(Function<R, String> newNote) {
        return new Column<>(title, tooltip, width, number, text, newNote, image, share, order);
    }

    public Column<R> withImage(Function<R, Image> newImage) {
        return new Column<>(title, tooltip, width, number, text, note, newImage, share, order);
    }

    public Column<R> withBar(ToDoubleFunction<R> newShare) {
        return new Column<>(title, tooltip, width, number, text, note, image, newShare, order);
    }
}
