// SPDX-License-Identifier: EPL-2.0
package org.perfctr.ui.launch;

import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.eclipse.jface.layout.TableColumnLayout;
import org.eclipse.jface.viewers.ArrayContentProvider;
import org.eclipse.jface.viewers.CheckboxTableViewer;
import org.eclipse.jface.viewers.ColumnLabelProvider;
import org.eclipse.jface.viewers.ColumnViewerToolTipSupport;
import org.eclipse.jface.viewers.ColumnWeightData;
import org.eclipse.jface.viewers.TableViewerColumn;
import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.Color;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.perfctr.bridge.CatalogEvent;

/** Events to check. One that can't be counted here says why, and may be checked for another machine's sake. */
final class EventList {
    private final Composite control;
    private final CheckboxTableViewer viewer;
    private final TableColumnLayout layout = new TableColumnLayout();

    /** @param checked is called with an event's name and its new state */
    EventList(Composite parent, BiConsumer<String, Boolean> checked) {
        control = new Composite(parent, SWT.NONE);
        control.setLayout(layout);
        viewer = CheckboxTableViewer.newCheckList(control, SWT.BORDER | SWT.FULL_SELECTION);
        viewer.setContentProvider(ArrayContentProvider.getInstance());
        viewer.getTable().setHeaderVisible(true);
        ColumnViewerToolTipSupport.enableFor(viewer);
        column("Event", 25, CatalogEvent::name);
        column("What it counts", 40, CatalogEvent::about);
        column("Here", 35, event -> event.available() ? "can be counted" : "n/a: " + event.unavailable());
        viewer.addCheckStateListener(event -> checked.accept(((CatalogEvent) event.getElement()).name(),
                event.getChecked()));
    }

    Control control() {
        return control;
    }

    void setEvents(List<CatalogEvent> events) {
        viewer.setInput(events);
    }

    void check(Set<String> names) {
        if (viewer.getInput() instanceof List<?> events) {
            viewer.setCheckedElements(
                    events.stream().filter(event -> names.contains(((CatalogEvent) event).name())).toArray());
        }
    }

    private void column(String title, int weight, Function<CatalogEvent, String> text) {
        var column = new TableViewerColumn(viewer, SWT.LEFT);
        column.getColumn().setText(title);
        layout.setColumnData(column.getColumn(), new ColumnWeightData(weight, 80));
        column.setLabelProvider(new ColumnLabelProvider() {
            @Override
            public String getText(Object element) {
                return text.apply((CatalogEvent) element);
            }

            @Override
            public String getToolTipText(Object element) {
                return getText(element);
            }

            @Override
            public Color getForeground(Object element) {
                return ((CatalogEvent) element).available()
                        ? null
                        : viewer.getControl().getDisplay().getSystemColor(SWT.COLOR_WIDGET_DISABLED_FOREGROUND);
            }
        });
    }
}
