// SPDX-License-Identifier: EPL-2.0
package org.perfctr.ui;

import static org.junit.jupiter.api.Assertions.fail;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.eclipse.swt.SWT;
import org.eclipse.swt.custom.CTabFolder;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Display;
import org.eclipse.swt.widgets.Event;
import org.eclipse.swt.widgets.Shell;
import org.eclipse.swt.widgets.Tree;

/** Finds and uses widgets as a user does. */
public final class Widgets {
    private static final int POLL_MILLIS = 50;
    private static final int MOST_POLLS = 400;
    /** A dialog is visible before it is ready: its opener gets the time to return to the event loop. */
    private static final int POLLS_TO_OPEN = 20;

    private Widgets() {}

    public static <W extends Control> Stream<W> all(Composite parent, Class<W> type) {
        return Arrays.stream(parent.getChildren()).flatMap(child -> Stream.concat(
                type.isInstance(child) ? Stream.of(type.cast(child)) : Stream.empty(),
                child instanceof Composite composite ? all(composite, type) : Stream.empty()));
    }

    /** The visible table that has a column with this title. */
    public static Tree table(Composite parent, String column) {
        return all(parent, Tree.class)
                .filter(tree -> Arrays.stream(tree.getColumns()).anyMatch(header -> header.getText().equals(column)))
                .findFirst().orElseThrow();
    }

    /** Shows another page of tabs. */
    public static void selectTab(CTabFolder folder, int index) {
        folder.setSelection(index);
        Event event = new Event();
        event.item = folder.getItem(index);
        folder.notifyListeners(SWT.Selection, event);
    }

    public static void press(Shell shell, String label) {
        Button button = all(shell, Button.class).filter(candidate -> label.equals(candidate.getText().replace("&", "")))
                .findFirst().orElseThrow(() -> new AssertionError("no button " + label + " in " + shell.getText()));
        button.notifyListeners(SWT.Selection, null);
    }

    /** Does something that opens a modal dialog, and something in the dialog, which should close it. */
    public static void inDialog(String title, Runnable open, Consumer<Shell> inside) {
        List<Throwable> failures = new ArrayList<>();
        int[] polls = {0};
        int[] found = {0};
        Display.getCurrent().timerExec(POLL_MILLIS, new Runnable() {
            @Override
            public void run() {
                if (shell(title) != null && ++found[0] == POLLS_TO_OPEN) {
                    use(shell(title), inside, failures);
                    polls[0] = MOST_POLLS;
                } else if (++polls[0] < MOST_POLLS) {
                    Display.getCurrent().timerExec(POLL_MILLIS, this);
                } else {
                    failures.add(new AssertionError("it has not opened"));
                    closeDialogs();
                }
            }
        });
        open.run();
        Ide.waitUntil("the dialog " + title + " was used", () -> polls[0] == MOST_POLLS);
        failures.forEach(failure -> fail("The dialog " + title + ": " + failure.getMessage(), failure));
    }

    /** Left open, a modal dialog would never let the test go on. */
    private static void closeDialogs() {
        Arrays.stream(Display.getCurrent().getShells()).filter(shell -> shell.getParent() != null)
                .forEach(Shell::close);
    }

    private static void use(Shell dialog, Consumer<Shell> inside, List<Throwable> failures) {
        try {
            inside.accept(dialog);
        } catch (RuntimeException | AssertionError e) {
            failures.add(e);
        } finally {
            closeDialogs();
        }
    }

    private static Shell shell(String title) {
        return Arrays.stream(Display.getCurrent().getShells()).filter(shell -> shell.getText().equals(title))
                .filter(Shell::isVisible).findFirst().orElse(null);
    }
}
