// SPDX-License-Identifier: EPL-2.0
package org.perfctr.ui.runs;

import java.util.function.Function;
import org.eclipse.swt.SWT;
import org.eclipse.swt.custom.CTabFolder;
import org.eclipse.swt.custom.CTabItem;
import org.eclipse.swt.layout.FillLayout;
import org.eclipse.swt.widgets.Composite;

/** Pages of a folder that one table fills. */
final class Tabs {
    private Tabs() {}

    static <T> T add(CTabFolder folder, String title, Function<Composite, T> create) {
        Composite page = new Composite(folder, SWT.NONE);
        page.setLayout(new FillLayout());
        CTabItem item = new CTabItem(folder, SWT.NONE);
        item.setText(title);
        item.setControl(page);
        return create.apply(page);
    }
}
