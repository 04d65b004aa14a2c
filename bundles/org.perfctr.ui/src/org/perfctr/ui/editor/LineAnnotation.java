// SPDX-License-Identifier: EPL-2.0
package org.perfctr.ui.editor;

import org.eclipse.jface.text.source.Annotation;

/** A line's heat; its text, made when it is asked for, is what hovers show. */
final class LineAnnotation extends Annotation {
    private final HotLine line;

    LineAnnotation(HotLine line) {
        super(line.heat().annotationType(), false, null);
        this.line = line;
    }

    @Override
    public String getText() {
        return line.explanation();
    }
}
