// SPDX-License-Identifier: EPL-2.0
package org.perfctr.ui.launch;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.jface.layout.GridLayoutFactory;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Group;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.Text;
import org.perfctr.bridge.CatalogEvent;

/** The choice of events: a list to check, and a text that holds all that was chosen, native names included. */
final class EventsGroup {
    private final Text text;
    private final EventList list;
    private final Runnable changed;
    private boolean updating;

    EventsGroup(Composite parent, Runnable changed) {
        this.changed = changed;
        Group group = new Group(parent, SWT.NONE);
        group.setText("Events");
        GridLayoutFactory.swtDefaults().numColumns(2).applyTo(group);
        GridDataFactory.fillDefaults().grab(true, true).applyTo(group);
        list = new EventList(group, this::checked);
        GridDataFactory.fillDefaults().grab(true, true).span(2, 1).hint(400, 115).applyTo(list.control());
        new Label(group, SWT.NONE).setText("C&ounted:");
        text = new Text(group, SWT.SINGLE | SWT.BORDER);
        text.setMessage("perfctr's own choice; or names, also a processor's native ones, separated by commas");
        // Without a hint the message would make the tab wider than the dialog.
        GridDataFactory.fillDefaults().grab(true, false).hint(200, SWT.DEFAULT).applyTo(text);
        text.addModifyListener(event -> edited());
    }

    void setCatalog(List<CatalogEvent> events) {
        list.setEvents(events);
        list.check(names());
    }

    void setText(String events) {
        text.setText(events);
    }

    /** The events, separated by commas. */
    String text() {
        return text.getText().strip();
    }

    private void edited() {
        if (!updating) {
            list.check(names());
        }
        changed.run();
    }

    private void checked(String event, boolean on) {
        List<String> names = new ArrayList<>(names());
        names.remove(event);
        if (on) {
            names.add(event);
        }
        updating = true;
        text.setText(String.join(",", names));
        updating = false;
    }

    private Set<String> names() {
        Set<String> names = new LinkedHashSet<>(List.of(text().split("\\s*,\\s*")));
        names.remove("");
        return names;
    }
}
