// SPDX-License-Identifier: EPL-2.0
package org.perfctr.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;
import org.eclipse.e4.ui.css.swt.theme.IThemeEngine;
import org.eclipse.swt.widgets.Display;
import org.eclipse.ui.IWorkbenchPage;
import org.eclipse.ui.IWorkbenchWindow;
import org.eclipse.ui.PlatformUI;
import org.eclipse.ui.WorkbenchException;
import org.perfctr.core.store.StoredRun;
import org.perfctr.launching.Runs;

/** The IDE that a test looks at. */
public final class Ide {
    public static final String LIGHT = "org.eclipse.e4.ui.css.theme.e4_default";
    public static final String DARK = "org.eclipse.e4.ui.css.theme.e4_dark";
    private static final long PATIENCE_MILLIS = 30_000;
    private static final long QUIET_MILLIS = 300;

    private Ide() {}

    public static IWorkbenchWindow window() {
        return PlatformUI.getWorkbench().getActiveWorkbenchWindow() == null
                ? PlatformUI.getWorkbench().getWorkbenchWindows()[0]
                : PlatformUI.getWorkbench().getActiveWorkbenchWindow();
    }

    public static IWorkbenchPage page() {
        return window().getActivePage();
    }

    public static Runs runs() {
        return PlatformUI.getWorkbench().getService(Runs.class);
    }

    /** A Java perspective that fills the screen, without editors. */
    public static void cleanUp() throws WorkbenchException {
        PlatformUI.getWorkbench().getIntroManager().closeIntro(PlatformUI.getWorkbench().getIntroManager().getIntro());
        window().getShell().setBounds(Display.getCurrent().getClientArea());
        PlatformUI.getWorkbench().showPerspective("org.eclipse.jdt.ui.JavaPerspective", window());
        page().closeAllEditors(false);
        settle();
    }

    /** Deletes all runs of the workspace, and waits until it has noticed. */
    public static void deleteRuns() throws IOException {
        for (StoredRun run : runs().list()) {
            runs().delete(run);
        }
        waitUntil("there are no runs", () -> runs().list().isEmpty());
    }

    public static void theme(String id) {
        var engine = PlatformUI.getWorkbench().getService(IThemeEngine.class);
        engine.setTheme(id, true);
        settle();
    }

    /** "dark" or "light". */
    public static String themeName() {
        var engine = PlatformUI.getWorkbench().getService(IThemeEngine.class);
        return engine.getActiveTheme().getId().equals(DARK) ? "dark" : "light";
    }

    /** Waits until something becomes true; what it is, is told if it doesn't. */
    public static void waitUntil(String what, BooleanSupplier condition) {
        Display display = Display.getCurrent();
        long deadline = System.currentTimeMillis() + PATIENCE_MILLIS;
        while (!condition.getAsBoolean()) {
            if (System.currentTimeMillis() > deadline) {
                fail("Waited in vain until " + what);
            }
            if (!display.readAndDispatch()) {
                pause();
            }
        }
    }

    /** Lets everything that is due be drawn: nothing more has come for a while, or there is no end to it. */
    public static void settle() {
        long latest = System.currentTimeMillis() + PATIENCE_MILLIS / 10;
        long quietFrom = System.currentTimeMillis();
        while (System.currentTimeMillis() < Math.min(latest, quietFrom + QUIET_MILLIS)) {
            if (Display.getCurrent().readAndDispatch()) {
                quietFrom = System.currentTimeMillis();
            } else {
                pause();
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(10);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Takes a picture of the whole screen, as target/screenshots/NAME.png. */
    public static void screenshot(String name) throws IOException {
        settle();
        Path folder = Path.of(System.getProperty("perfctr.screenshots"));
        Files.createDirectories(folder);
        run(folder, "import", "-window", "root", "-strip", folder.resolve(name + ".png").toString());
    }

    /** Runs a command, which must succeed. */
    public static void run(Path directory, String... command) throws IOException {
        Process process = new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes());
        try {
            assertEquals(0, process.waitFor(), () -> String.join(" ", command) + ": " + output);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
