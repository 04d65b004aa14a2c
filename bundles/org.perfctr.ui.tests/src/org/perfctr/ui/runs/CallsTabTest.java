// SPDX-License-Identifier: EPL-2.0
package org.perfctr.ui.runs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.eclipse.jface.text.ITextSelection;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Combo;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Event;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.Text;
import org.eclipse.swt.widgets.Tree;
import org.eclipse.swt.widgets.TreeItem;
import org.eclipse.ui.texteditor.ITextEditor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.perfctr.ui.FixtureRun;
import org.perfctr.ui.Ide;
import org.perfctr.ui.SampleProject;
import org.perfctr.ui.Widgets;

class CallsTabTest {
    private SampleProject sample;
    private RunsView view;

    @BeforeEach
    void openView() throws Exception {
        Ide.cleanUp();
        sample = SampleProject.create();
        Ide.deleteRuns();
        view = (RunsView) Ide.page().showView(RunsView.ID);
    }

    @Test
    void calledFunctionsAreBelowTheirCallersAndTheHottestPathIsOpen() throws Exception {
        FixtureRun.of(sample).withCalls().write("calls");
        waitForRoots(2);
        assertEquals(List.of("main", "99.0 %", "990", "0.0 %", "0", "sums.c:40", "sums"), cells(calls().getItem(0)));
        assertTrue(calls().getItem(0).getExpanded());
        assertEquals(List.of("by_columns", "69.0 %", "690", "69.0 %", "690", "sums.c:24", "sums"),
                cells(calls().getItem(0).getItem(0)));
        assertEquals(List.of(calls().getItem(0).getItem(0)), List.of(calls().getSelection()));
        assertEquals("by_columns  (callers not known)", calls().getItem(1).getText(0));
        waitForNote("10 of the samples (1.0 %) have callers that are not known");
    }

    @Test
    void callersAreBelowWhomTheyCalled() throws Exception {
        FixtureRun.of(sample).withCalls().write("calls");
        waitForRoots(2);
        Combo direction = control(Combo.class);
        direction.select(1);
        direction.notifyListeners(SWT.Selection, new Event());
        waitForRoots(3);
        assertEquals(List.of("by_columns  (callers not known)", "by_rows", "main"),
                Stream.of(calls().getItems()).map(TreeItem::getText).toList());
        assertEquals("700", calls().getItem(0).getText(4));
        assertEquals("main", calls().getItem(1).getItem(0).getText(0));
    }

    @Test
    void theFilterBeginsWithTheFunctionsThatItNames() throws Exception {
        FixtureRun.of(sample).withCalls().write("calls");
        waitForRoots(2);
        control(Text.class).setText("ROWS");
        waitForRoots(1);
        assertEquals("by_rows", calls().getItem(0).getText(0));
        control(Text.class).setText("");
        waitForRoots(2);
    }

    @Test
    void doubleClickOpensTheLine() throws Exception {
        FixtureRun.of(sample).withCalls().write("calls");
        waitForRoots(2);
        calls().setSelection(calls().getItem(0));
        calls().notifyListeners(SWT.DefaultSelection, new Event());
        Ide.waitUntil("the editor is open", () -> Ide.page().getActiveEditor() instanceof ITextEditor);
        ITextEditor editor = (ITextEditor) Ide.page().getActiveEditor();
        assertEquals(40, ((ITextSelection) editor.getSelectionProvider().getSelection()).getStartLine() + 1);
    }

    @Test
    void aRunWithoutCallersSaysHowToHaveThemRecorded() throws Exception {
        FixtureRun.of(sample).write("plain");
        waitForNote("This run's samples have no callers");
        assertEquals(0, calls().getItemCount());
        assertFalse(control(Button.class).isEnabled());
    }

    @Test
    void theRealPerfexRecordsThem() throws Exception {
        sample.count("real");
        Ide.waitUntil("calls are listed", () -> calls().getItemCount() > 0);
        Ide.waitUntil("the hottest path leads to the hottest function",
                () -> calls().getSelectionCount() == 1 && calls().getSelection()[0].getText(0).equals("by_columns"));
        assertEquals("main", calls().getSelection()[0].getParentItem().getText(0));
    }

    private Tree calls() {
        return Widgets.table(view.getSite().getShell(), "With calls");
    }

    private <W extends Control> W control(Class<W> type) {
        Composite page = calls().getParent().getParent();
        return Widgets.all(page, type).findFirst().orElseThrow();
    }

    private void waitForRoots(int count) {
        Ide.waitUntil(count + " functions are listed", () -> calls().getItemCount() == count);
    }

    private void waitForNote(String part) {
        Ide.waitUntil("the tab says \"" + part + "\"", () -> control(Label.class).getText().contains(part));
    }

    private static List<String> cells(TreeItem item) {
        return IntStream.range(0, item.getParent().getColumnCount()).mapToObj(item::getText).toList();
    }
}
