// SPDX-License-Identifier: EPL-2.0
package org.perfctr.ui.editor;

import org.eclipse.jface.text.source.Annotation;

/** A line's heat; its text is what hovers show. */
final class LineAnnotation extends Annotation {
    private final HotLine line;

    LineAnnotation(HotLine line) {
        super(line.heat().annotationType(), false, line.explanation());
        this.line = line;
    }

    HotLine line() {
        return line;
    }
}
