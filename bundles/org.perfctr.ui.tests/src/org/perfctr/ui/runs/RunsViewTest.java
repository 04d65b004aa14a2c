// SPDX-License-Identifier: EPL-2.0
package org.perfctr.ui.runs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.eclipse.core.commands.Command;
import org.eclipse.core.commands.ParameterizedCommand;
import org.eclipse.jface.text.ITextSelection;
import org.eclipse.swt.SWT;
import org.eclipse.swt.dnd.Clipboard;
import org.eclipse.swt.dnd.TextTransfer;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Combo;
import org.eclipse.swt.widgets.Display;
import org.eclipse.swt.widgets.Event;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.Text;
import org.eclipse.swt.widgets.Tree;
import org.eclipse.swt.widgets.TreeColumn;
import org.eclipse.swt.widgets.TreeItem;
import org.eclipse.ui.commands.ICommandService;
import org.eclipse.ui.handlers.IHandlerService;
import org.eclipse.ui.texteditor.ITextEditor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.perfctr.core.store.StoredRun;
import org.perfctr.ui.FixtureRun;
import org.perfctr.ui.Ide;
import org.perfctr.ui.SampleProject;
import org.perfctr.ui.Widgets;
import org.perfctr.ui.preferences.CountPreferences;

class RunsViewTest {
    /** With fewer no p-value is small enough for a verdict. */
    private static final int RUNS_OF_A_SIDE = 7;

    private SampleProject sample;
    private RunsView view;

    @BeforeEach
    void openView() throws Exception {
        Ide.cleanUp();
        sample = SampleProject.create();
        Ide.deleteRuns();
        view = (RunsView) Ide.page().showView(RunsView.ID);
    }

    @AfterEach
    void deactivate() {
        Ide.runs().deactivate();
        CountPreferences.showEvent("");
    }

    @Test
    void runsAreListedNewestFirstWithTheirNumbers() throws Exception {
        Instant now = Instant.now();
        FixtureRun.of(sample).started(now.minusSeconds(60)).write("older");
        FixtureRun.of(sample).started(now).exit(3).write("newer");
        waitForRuns("newer", "older");
        assertEquals(Map.of("Wall time", "1 s", "CPU time", "500 ms", "CPUs used", "0.500", "IPC", "n/a",
                "Page faults", "1,234", "Result", "exit status 3"),
                row("newer", "Wall time", "CPU time", "CPUs used",
                        "IPC", "Page faults", "Result"));
        assertEquals("finished", row("older", "Result").get("Result"));
    }

    @Test
    void aRunOfTheRealPerfexIsListedAndItsLinesOpen() throws Exception {
        sample.count("real");
        waitForRuns("real");
        Tree lines = Widgets.table(view.getSite().getShell(), "Share");
        Ide.waitUntil("the run's lines are listed", () -> lines.getItemCount() > 0);
        TreeItem hottest = lines.getItem(0);
        assertTrue(hottest.getText(0).startsWith("sums.c:2"), hottest.getText(0));
        assertEquals("by_columns", hottest.getText(3));
    }

    @Test
    void theInstructionsOfTheHottestFunctionAreListedBelowTheirLines() throws Exception {
        sample.count("real");
        waitForRuns("real");
        Tree instructions = Widgets.table(view.getSite().getShell(), "Instruction");
        Ide.waitUntil("instructions are listed", () -> instructions.getItemCount() > 0);
        Combo functions = Widgets.all(instructions.getParent().getParent(), Combo.class).findFirst().orElseThrow();
        assertTrue(functions.getText().startsWith("main: "), functions.getText());
        List<String> texts = column(instructions, 3);
        assertTrue(texts.stream().anyMatch(text -> text.startsWith("sums.c:24 by_columns (inlined)   ")),
                texts::toString);
        assertTrue(texts.contains("        ret"), texts::toString);
        assertTrue(!instructions.getSelection()[0].getText(2).isEmpty(), "the hottest instruction is in sight");
        assertTrue(texts.stream().anyMatch(text -> text.contains("(%r")), texts::toString);
        Button intel = Widgets.all(instructions.getParent().getParent(), Button.class).findFirst().orElseThrow();
        intel.setSelection(true);
        intel.notifyListeners(SWT.Selection, new Event());
        List<String> intelTexts = column(instructions, 3);
        assertEquals(texts.size(), intelTexts.size());
        assertTrue(intelTexts.stream().anyMatch(text -> text.contains("[r")), intelTexts::toString);
    }

    @Test
    void aRunThatCannotBeReadIsListedWithTheReason() throws Exception {
        Path file = Ide.runs().store().folder().resolve("broken.perfrun");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "this is no run file\n");
        waitForRuns("broken");
        assertTrue(row("broken", "Result").get("Result").startsWith("unreadable: broken.perfrun is not a run file"),
                row("broken", "Result")::toString);
        waitForMessage("is not a run file");
    }

    @Test
    void tablesWithoutRowsSayWhy() throws Exception {
        Ide.waitUntil("the view says how to make runs", () -> view.getContentDescription()
                .equals("There are no runs yet: choose Count As in a program's context menu."));
        FixtureRun.of(sample).withoutSamples().write("only counted");
        waitForRuns("only counted");
        assertEquals("", view.getContentDescription());
        for (String column : List.of("With calls", "Source", "Instruction")) {
            Label note = Widgets.all(Widgets.table(view.getSite().getShell(), column).getParent().getParent(),
                    Label.class).findFirst().orElseThrow();
            Ide.waitUntil("the tab says why", () -> note.getText().startsWith("Source lines were not sampled: "));
        }
    }

    @Test
    void anIncompleteRunIsListedAsSuch() throws Exception {
        StoredRun run = FixtureRun.of(sample).write("cut");
        String text = Files.readString(run.file());
        Files.writeString(run.file(), text.substring(0, text.indexOf("{\"type\":\"end\"")));
        waitForRuns("cut");
        Ide.waitUntil("it is incomplete", () -> "incomplete".equals(row("cut", "Result").get("Result")));
        waitForMessage("The run file is incomplete: perfex is still counting, or was killed");
    }

    @Test
    void theSelectedRunShowsItsEventsTasksAndDegradations() throws Exception {
        FixtureRun.of(sample).write("fixture");
        waitForRuns("fixture");
        Tree events = Widgets.table(view.getSite().getShell(), "Raw count");
        Ide.waitUntil("its events are listed", () -> events.getItemCount() == 3);
        assertEquals(List.of("task-clock", "500 ms", "100.0 %", "", "500,000,000"), cells(events.getItem(0), 5));
        assertEquals(List.of("cycles", "n/a", "", "this machine has no hardware counters", "n/a"),
                cells(events.getItem(2), 5));
        Tree tasks = Widgets.table(view.getSite().getShell(), "Lived");
        assertEquals("sums", tasks.getItem(0).getText(0));
        assertEquals("helper", tasks.getItem(0).getItem(0).getText(0));
        assertEquals("1,200", cell(tasks, tasks.getItem(0), "page-faults"));
        waitForMessage(
                "cycles is not counted: this machine has no hardware counters. To change that: run on bare metal");
    }

    @Test
    void sortingByAColumnPutsTheLargestFirst() throws Exception {
        FixtureRun.of(sample).write("fixture");
        waitForRuns("fixture");
        Tree events = Widgets.table(view.getSite().getShell(), "Raw count");
        Ide.waitUntil("its events are listed", () -> events.getItemCount() == 3);
        column(events, "Event").notifyListeners(SWT.Selection, null);
        assertEquals(List.of("cycles", "page-faults", "task-clock"), column(events, 0));
        column(events, "Raw count").notifyListeners(SWT.Selection, null);
        assertEquals(List.of("task-clock", "page-faults", "cycles"), column(events, 0));
    }

    @Test
    void doubleClickOnALineOpensItsEditorThere() throws Exception {
        FixtureRun.of(sample).write("fixture");
        waitForRuns("fixture");
        Tree lines = Widgets.table(view.getSite().getShell(), "Share");
        Ide.waitUntil("its lines are listed", () -> lines.getItemCount() == 3);
        assertEquals(List.of("sums.c:24", "69.0 %", "690", "by_columns"), cells(lines.getItem(0), 4));
        lines.setSelection(lines.getItem(0));
        lines.notifyListeners(SWT.DefaultSelection, null);
        Ide.waitUntil("the editor is open", () -> Ide.page().getActiveEditor() instanceof ITextEditor);
        ITextEditor editor = (ITextEditor) Ide.page().getActiveEditor();
        assertEquals("sums.c", editor.getTitle());
        var selection = (ITextSelection) editor.getSelectionProvider().getSelection();
        assertEquals(24, selection.getStartLine() + 1);
    }

    @Test
    void ofSeveralSampledEventsTheUserChoosesOne() throws Exception {
        FixtureRun.of(sample).withPageFaults().write("two events");
        waitForRuns("two events");
        Tree lines = Widgets.table(view.getSite().getShell(), "Share");
        Ide.waitUntil("there is a choice", () -> eventChoice().isPresent());
        Combo events = eventChoice().orElseThrow();
        Ide.waitUntil("its lines are listed", () -> lines.getItemCount() == 3);
        assertTrue(events.getVisible());
        assertEquals("cpu-clock", events.getText());
        events.select(1);
        events.notifyListeners(SWT.Selection, new Event());
        Ide.waitUntil("only those lines are listed", () -> lines.getItemCount() == 2);
        assertEquals(List.of("sums.c:25", "80.0 %", "8", "by_columns"), cells(lines.getItem(0), 4));
        assertEquals(List.of("sums.c:14", "20.0 %", "2", "by_rows"), cells(lines.getItem(1), 4));
        Ide.deleteRuns();
        FixtureRun.of(sample).write("one event");
        waitForRuns("one event");
        Ide.waitUntil("there is no choice", () -> !events.getVisible());
        Ide.waitUntil("its only event is shown", () -> lines.getItemCount() == 3);
    }

    private Optional<Combo> eventChoice() {
        return Widgets.all(view.getSite().getShell(), Combo.class)
                .filter(combo -> List.of(combo.getItems()).equals(List.of("cpu-clock", "page-faults"))).findFirst();
    }

    @Test
    void renameGivesTheRunAnotherTitle() throws Exception {
        FixtureRun.of(sample).write("before");
        waitForRuns("before");
        Widgets.inDialog("Rename Run", () -> execute("org.eclipse.ui.edit.rename"), dialog -> {
            Widgets.all(dialog, Text.class).findFirst().orElseThrow().setText("after, with ünïcode");
            Widgets.press(dialog, "OK");
        });
        waitForRuns("after, with ünïcode");
    }

    @Test
    void deleteAsksAndThenDeletes() throws Exception {
        StoredRun run = FixtureRun.of(sample).write("unwanted");
        waitForRuns("unwanted");
        Widgets.inDialog("Delete Runs", () -> execute("org.eclipse.ui.edit.delete"),
                dialog -> Widgets.press(dialog, "Cancel"));
        assertTrue(Files.exists(run.file()));
        Widgets.inDialog("Delete Runs", () -> execute("org.eclipse.ui.edit.delete"),
                dialog -> Widgets.press(dialog, "Delete"));
        waitForRuns();
        assertTrue(Files.notExists(run.file()));
    }

    @Test
    void copyPutsTheSelectionIntoTheClipboardAsTabSeparatedText() throws Exception {
        FixtureRun.of(sample).write("copied");
        waitForRuns("copied");
        execute("org.eclipse.ui.edit.copy");
        Clipboard clipboard = new Clipboard(Display.getCurrent());
        String text = (String) clipboard.getContents(TextTransfer.getInstance());
        clipboard.dispose();
        List<String> lines = text.lines().toList();
        assertEquals(2, lines.size(), text);
        assertTrue(lines.get(0).startsWith("Run\tWall time\tCPU time"), text);
        assertTrue(lines.get(1).startsWith("copied\t1 s\t500 ms"), text);
    }

    @Test
    void exportWritesCommaSeparatedValues() throws Exception {
        FixtureRun.of(sample).write("exported");
        waitForRuns("exported");
        Path file = Files.createTempDirectory("perfctr").resolve("exported.csv");
        Command command = Ide.window().getService(ICommandService.class).getCommand("org.perfctr.ui.exportRun");
        var parameters = Map.of("org.perfctr.ui.exportRun.file", file.toString());
        view.getSite().getService(IHandlerService.class)
                .executeCommand(ParameterizedCommand.generateCommand(command, parameters), null);
        Ide.waitUntil("the file is written", () -> Files.exists(file) && file.toFile().length() > 0);
        assertTrue(Files.readString(file).contains("event,1,,,,,,page-faults,,1234,1234,500000000,500000000,"),
                Files.readString(file));
    }

    @Test
    void twoSelectedRunsAreCompared() throws Exception {
        Instant now = Instant.now();
        FixtureRun.of(sample).started(now.minusSeconds(60)).write("before");
        FixtureRun.of(sample).started(now).pageFaults(617).write("after");
        waitForRuns("after", "before");
        Tree totals = compareAll("Base: before. Compared with it: after. A verdict takes repetitions");
        assertEquals(List.of("page-faults", "1,234", "617", "-50.0 %", "n/a", "no verdict"),
                cells(totals, "page-faults"));
        Tree lines = Widgets.table(view.getSite().getShell(), "Share of a line");
        assertEquals(List.of("sums.c:24", "69 %", "69 %", "+0.0 %", "n/a", "noise"), cells(lines, "sums.c:24"));
        waitForMessage("Functions and lines are compared by their samples of cpu-clock.");
    }

    @Test
    void linesAreComparedByTheSampledEventThatIsChosen() throws Exception {
        Instant now = Instant.now();
        FixtureRun.of(sample).withPageFaults().started(now.minusSeconds(60)).write("before");
        FixtureRun.of(sample).withPageFaults().started(now).write("after");
        waitForRuns("after", "before");
        CountPreferences.showEvent("page-faults");
        compareAll("Functions and lines are compared by their samples of page-faults.");
        Tree lines = Widgets.table(view.getSite().getShell(), "Share of a line");
        assertEquals(List.of("sums.c:25", "80 %", "80 %"), cells(lines, "sums.c:25").subList(0, 3));
        CountPreferences.showEvent("cpu-clock");
        waitForMessage("Functions and lines are compared by their samples of cpu-clock.");
        assertEquals(List.of("sums.c:25", "1 %", "1 %"), cells(lines, "sums.c:25").subList(0, 3));
    }

    @Test
    void runsOfTwoProgramsAreTakenTogetherAndGiveAVerdict() throws Exception {
        Instant now = Instant.now();
        for (int i = 0; i < RUNS_OF_A_SIDE; i++) {
            FixtureRun run = FixtureRun.of(sample);
            run.started(now.plusSeconds(i)).pageFaults(1000 + i).write("old " + i);
            run.started(now.plusSeconds(60 + i)).command("./new").pageFaults(500 + i).write("new " + i);
        }
        Ide.waitUntil("all are listed", () -> runs().getItemCount() == 2 * RUNS_OF_A_SIDE);
        Tree totals = compareAll("Base: old 0 and 6 more. Compared with it: new 0 and 6 more.");
        assertEquals("better", cells(totals, "page-faults").getLast());
        assertEquals("noise", cells(totals, "task-clock").getLast());
    }

    @Test
    void runsWithoutTwoSidesAreNotCompared() throws Exception {
        Instant now = Instant.now();
        for (int i = 0; i < 3; i++) {
            FixtureRun.of(sample).started(now.plusSeconds(i)).write("same " + i);
        }
        waitForRuns("same 2", "same 1", "same 0");
        assertEquals(0, compareAll("The selected runs are of the same program").getItemCount());
    }

    /** The table of totals, once the message is there. */
    private Tree compareAll(String message) {
        runs().selectAll();
        runs().notifyListeners(SWT.Selection, new Event());
        waitForMessage(message);
        return Widgets.table(view.getSite().getShell(), "Event or metric");
    }

    private static List<String> cells(Tree tree, String name) {
        return cells(Arrays.stream(tree.getItems()).filter(item -> item.getText(0).endsWith(name)).findFirst()
                .orElseThrow(), tree.getColumnCount());
    }

    @Test
    void activateTogglesTheRunThatEditorsShow() throws Exception {
        StoredRun run = FixtureRun.of(sample).write("active");
        waitForRuns("active");
        execute("org.perfctr.ui.activateRun");
        assertEquals(run.file(), Ide.runs().active().orElseThrow().file());
        execute("org.perfctr.ui.activateRun");
        assertTrue(Ide.runs().active().isEmpty());
    }

    private void execute(String command) {
        try {
            Ide.page().activate(view);
            Ide.settle();
            view.getSite().getService(IHandlerService.class).executeCommand(command, null);
        } catch (Exception e) {
            throw new AssertionError(command, e);
        }
    }

    private void waitForRuns(String... titles) {
        Ide.waitUntil("the view lists " + List.of(titles),
                () -> Arrays.equals(titles, column(runs(), 0).toArray()) && !view.getSite().getShell().isDisposed());
        if (titles.length > 0) {
            Ide.waitUntil("a run is selected", () -> !view.selection().isEmpty());
        }
    }

    private void waitForMessage(String part) {
        Ide.waitUntil("the view says \"" + part + "\"", () -> Widgets.all(view.getSite().getShell(), Label.class)
                .anyMatch(label -> label.getText().contains(part)));
    }

    private Tree runs() {
        return Widgets.table(view.getSite().getShell(), "Wall time");
    }

    private Map<String, String> row(String title, String... columns) {
        TreeItem item = Arrays.stream(runs().getItems()).filter(candidate -> candidate.getText(0).equals(title))
                .findFirst().orElseThrow();
        return Arrays.stream(columns).collect(Collectors.toMap(name -> name, name -> cell(runs(), item, name)));
    }

    private static String cell(Tree tree, TreeItem item, String column) {
        return item.getText(tree.indexOf(column(tree, column)));
    }

    private static TreeColumn column(Tree tree, String title) {
        return Arrays.stream(tree.getColumns()).filter(column -> column.getText().equals(title)).findFirst()
                .orElseThrow();
    }

    private static List<String> column(Tree tree, int index) {
        return Arrays.stream(tree.getItems()).map(item -> item.getText(index)).toList();
    }

    private static List<String> cells(TreeItem item, int count) {
        return IntStream.range(0, count).mapToObj(item::getText).toList();
    }
}
