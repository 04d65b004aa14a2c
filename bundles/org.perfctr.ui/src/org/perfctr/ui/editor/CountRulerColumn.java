// SPDX-License-Identifier: EPL-2.0
package org.perfctr.ui.editor;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.jface.text.source.AbstractRulerColumn;
import org.eclipse.jface.text.source.CompositeRuler;
import org.eclipse.jface.text.source.IAnnotationModel;
import org.eclipse.jface.text.source.IAnnotationModelListener;
import org.eclipse.jface.text.source.ILineRange;
import org.eclipse.jface.text.source.ISourceViewer;
import org.eclipse.swt.graphics.Color;
import org.eclipse.swt.graphics.GC;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Display;
import org.eclipse.ui.texteditor.ITextEditor;
import org.eclipse.ui.texteditor.rulers.IContributedRulerColumn;
import org.eclipse.ui.texteditor.rulers.RulerColumnDescriptor;

/**
 * The ruler column with each line's share and number of samples and, where callers are known, its share with all
 * that it called. It has no width while there are none, and is a thin
 * strip whose tooltip says why while they are hidden.
 */
public final class CountRulerColumn extends AbstractRulerColumn implements IContributedRulerColumn {
    private static final int INSET = 4;
    private static final int STRIP = 6;

    private final IAnnotationModelListener listener = model -> changedInAnyThread();
    private final HeatColors colors = new HeatColors();
    private RulerColumnDescriptor descriptor;
    private ITextEditor editor;
    private int shareWidth;
    private int samplesWidth;

    public CountRulerColumn() {
        setWidth(0);
    }

    @Override
    public Control createControl(CompositeRuler ruler, Composite parent) {
        Control control = super.createControl(ruler, parent);
        new RulerTooltip(control, y -> tooltip(toDocumentLineNumber(y) + 1));
        changed();
        return control;
    }

    @Override
    public void setModel(IAnnotationModel model) {
        if (getModel() != null) {
            getModel().removeAnnotationModelListener(listener);
        }
        super.setModel(model);
        if (model != null) {
            model.addAnnotationModelListener(listener);
        }
        changed();
    }

    @Override
    public void dispose() {
        setModel(null);
        super.dispose();
    }

    /** What the column says of a line, from 1: share, samples, and the share with its calls; empty when nothing. */
    String text(int line) {
        return counts().flatMap(model -> model.line(line))
                .map(hot -> Stream.of(hot.shareText(), hot.samplesText(), hot.withCallsText())
                        .filter(text -> !text.isEmpty()).collect(Collectors.joining("  ")))
                .orElse("");
    }

    /** All numbers of a line, from 1, or why there are none; null when there is nothing to say. */
    String tooltip(int line) {
        return counts().map(
                model -> model.counts().hidden().or(() -> model.line(line).map(HotLine::explanation)).orElse(null))
                .orElse(null);
    }

    @Override
    protected void paintLine(GC gc, int modelLine, int widgetLine, int linePixel, int lineHeight) {
        Optional<HotLine> line = counts().flatMap(model -> model.line(modelLine + 1));
        gc.setBackground(line.filter(HotLine::hasOwn).map(this::heat).orElse(getDefaultBackground()));
        gc.fillRectangle(0, linePixel, getWidth(), lineHeight);
        line.ifPresent(hot -> paint(gc, hot, linePixel));
    }

    @Override
    protected void paint(GC gc, ILineRange lines) {
        gc.setFont(getFont());
        super.paint(gc, lines);
    }

    private void paint(GC gc, HotLine line, int y) {
        gc.setForeground(getControl().getForeground());
        int shareEnd = INSET + shareWidth;
        paint(gc, line.shareText(), shareEnd, y);
        paint(gc, line.samplesText(), shareEnd + 2 * INSET + samplesWidth, y);
        paint(gc, line.withCallsText(), getWidth() - INSET, y);
    }

    private static void paint(GC gc, String text, int end, int y) {
        gc.drawString(text, end - gc.stringExtent(text).x, y, true);
    }

    private Color heat(HotLine line) {
        return colors.of(line.heat());
    }

    private Optional<LineAnnotationModel> counts() {
        return getParentRuler() != null && getParentRuler().getTextViewer() instanceof ISourceViewer viewer
                ? LineAnnotationModel.of(viewer.getAnnotationModel())
                : Optional.empty();
    }

    private void changedInAnyThread() {
        Control control = getControl();
        if (control == null || control.isDisposed()) {
            return;
        }
        Display display = control.getDisplay();
        if (display.getThread() == Thread.currentThread()) {
            changed();
        } else {
            display.asyncExec(this::changed);
        }
    }

    private void changed() {
        if (getControl() == null || getControl().isDisposed()) {
            return;
        }
        setWidth(counts().map(this::width).orElse(0));
        redraw();
    }

    private int width(LineAnnotationModel model) {
        List<HotLine> shown = model.counts().shown();
        if (shown.isEmpty()) {
            return model.counts().hidden().isPresent() ? STRIP : 0;
        }
        GC gc = new GC(getControl());
        try {
            gc.setFont(getFont());
            shareWidth = widest(gc, shown, HotLine::shareText);
            samplesWidth = widest(gc, shown, HotLine::samplesText);
            int withCallsWidth = widest(gc, shown, HotLine::withCallsText);
            return shareWidth + samplesWidth + 4 * INSET + (withCallsWidth == 0 ? 0 : withCallsWidth + 2 * INSET);
        } finally {
            gc.dispose();
        }
    }

    /** The one with the most characters: to measure thousands of texts would take seconds. */
    private static int widest(GC gc, List<HotLine> lines, Function<HotLine, String> text) {
        return lines.stream().map(text).max(Comparator.comparing(String::length))
                .map(longest -> gc.stringExtent(longest).x).orElse(0);
    }

    @Override
    public RulerColumnDescriptor getDescriptor() {
        return descriptor;
    }

    @Override
    public void setDescriptor(RulerColumnDescriptor newDescriptor) {
        descriptor = newDescriptor;
    }

    @Override
    public void setEditor(ITextEditor newEditor) {
        editor = newEditor;
    }

    @Override
    public ITextEditor getEditor() {
        return editor;
    }

    @Override
    public void columnCreated() {}

    @Override
    public void columnRemoved() {}
}
