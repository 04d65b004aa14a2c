// SPDX-License-Identifier: EPL-2.0
package org.perfctr.ui.editor;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.eclipse.jface.text.BadLocationException;
import org.eclipse.jface.text.IDocument;
import org.eclipse.jface.text.IRegion;
import org.eclipse.jface.text.Position;
import org.eclipse.jface.text.source.Annotation;
import org.eclipse.jface.text.source.AnnotationModel;
import org.eclipse.jface.text.source.AnnotationModelEvent;
import org.eclipse.jface.text.source.IAnnotationModel;
import org.eclipse.jface.text.source.IAnnotationModelExtension;

/** The counts of one document's lines, attached to the document's own annotation model. */
public final class LineAnnotationModel extends AnnotationModel {
    private static final Object KEY = LineAnnotationModel.class;
    /** The editor's painters get slow with more; the ruler has the numbers of the other lines all the same. */
    private static final int MOST_ANNOTATIONS = 2000;

    private FileCounts counts = FileCounts.NONE;
    private Map<Integer, HotLine> lines = Map.of();

    /** The counts that are attached to a document's annotation model, if there are some. */
    static Optional<LineAnnotationModel> of(IAnnotationModel model) {
        return model instanceof IAnnotationModelExtension extension
                && extension.getAnnotationModel(KEY) instanceof LineAnnotationModel attached
                        ? Optional.of(attached)
                        : Optional.empty();
    }

    /** Attaches a model, unless another editor of the same document has done it. */
    static LineAnnotationModel attach(IAnnotationModelExtension documentModel) {
        if (documentModel.getAnnotationModel(KEY) instanceof LineAnnotationModel attached) {
            return attached;
        }
        LineAnnotationModel model = new LineAnnotationModel();
        documentModel.addAnnotationModel(KEY, model);
        return model;
    }

    void show(FileCounts newCounts, IDocument document) {
        if (newCounts.equals(counts)) {
            return;
        }
        counts = newCounts;
        lines = counts.shown().stream().collect(Collectors.toMap(line -> line.line().number(), line -> line));
        replaceAnnotations(getAnnotationMap().keySet().toArray(Annotation[]::new), annotations(document));
        fireModelChanged(new AnnotationModelEvent(this, true));
    }

    /** The line's counts, if they are shown. */
    Optional<HotLine> line(int number) {
        return Optional.ofNullable(lines.get(number));
    }

    FileCounts counts() {
        return counts;
    }

    private Map<Annotation, Position> annotations(IDocument document) {
        Map<Annotation, Position> annotations = new HashMap<>();
        lines.values().stream().filter(HotLine::hasOwn).sorted(Comparator.comparing(HotLine::share).reversed())
                .limit(MOST_ANNOTATIONS).forEach(line -> position(document, line.line().number())
                        .ifPresent(position -> annotations.put(new LineAnnotation(line), position)));
        return annotations;
    }

    /** Nothing for a line that the document doesn't have: generated code may name any line. */
    private static Optional<Position> position(IDocument document, int number) {
        try {
            IRegion region = document.getLineInformation(number - 1);
            return Optional.of(new Position(region.getOffset(), region.getLength()));
        } catch (BadLocationException e) {
            return Optional.empty();
        }
    }
}
