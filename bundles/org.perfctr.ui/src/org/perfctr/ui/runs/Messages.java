// SPDX-License-Identifier: EPL-2.0
package org.perfctr.ui.runs;

import java.util.List;
import java.util.stream.Collectors;
import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.jface.layout.GridLayoutFactory;
import org.eclipse.swt.SWT;
import org.eclipse.swt.dnd.Clipboard;
import org.eclipse.swt.dnd.TextTransfer;
import org.eclipse.swt.dnd.Transfer;
import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.Menu;
import org.eclipse.swt.widgets.MenuItem;
import org.eclipse.ui.ISharedImages;
import org.eclipse.ui.PlatformUI;

/** Messages above the details of a run, which take no room when there are none. */
final class Messages {
    /** More would push the numbers out of sight; the tooltip has all of them. */
    private static final int MOST = 3;

    private final Composite area;
    private final Label icon;
    private final Label label;
    private String all = "";

    Messages(Composite parent) {
        area = new Composite(parent, SWT.NONE);
        GridLayoutFactory.fillDefaults().numColumns(2).margins(6, 4).applyTo(area);
        icon = new Label(area, SWT.NONE);
        GridDataFactory.fillDefaults().align(SWT.BEGINNING, SWT.BEGINNING).applyTo(icon);
        label = new Label(area, SWT.WRAP);
        GridDataFactory.fillDefaults().grab(true, false).hint(200, SWT.DEFAULT).applyTo(label);
        GridDataFactory.fillDefaults().grab(true, false).exclude(true).applyTo(area);
        createCopyMenu();
    }

    /** A remedy may be a command to paste into a terminal. */
    private void createCopyMenu() {
        Menu menu = new Menu(label);
        MenuItem copy = new MenuItem(menu, SWT.PUSH);
        copy.setText("&Copy");
        copy.addListener(SWT.Selection, event -> {
            Clipboard clipboard = new Clipboard(label.getDisplay());
            clipboard.setContents(new Object[]{all}, new Transfer[]{TextTransfer.getInstance()});
            clipboard.dispose();
        });
        label.setMenu(menu);
    }

    void show(List<Message> messages) {
        all = texts(messages);
        label.setText(messages.size() > MOST
                ? texts(messages.subList(0, MOST)) + "\nand " + (messages.size() - MOST) + " more"
                : all);
        label.setToolTipText(messages.size() > MOST ? all : null);
        boolean problem = messages.stream().anyMatch(Message::problem);
        icon.setImage(PlatformUI.getWorkbench().getSharedImages()
                .getImage(problem ? ISharedImages.IMG_OBJS_ERROR_TSK : ISharedImages.IMG_OBJS_WARN_TSK));
        area.setVisible(!messages.isEmpty());
        ((GridData) area.getLayoutData()).exclude = messages.isEmpty();
        area.getParent().layout(true, true);
    }

    private static String texts(List<Message> messages) {
        return messages.stream().map(Message::text).collect(Collectors.joining("\n"));
    }
}
