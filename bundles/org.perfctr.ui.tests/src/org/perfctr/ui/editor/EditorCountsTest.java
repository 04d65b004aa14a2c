// SPDX-License-Identifier: EPL-2.0
package org.perfctr.ui.editor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.eclipse.core.resources.IResource;
import org.eclipse.core.runtime.preferences.IEclipsePreferences;
import org.eclipse.core.runtime.preferences.InstanceScope;
import org.eclipse.jface.text.IDocument;
import org.eclipse.jface.text.source.Annotation;
import org.eclipse.jface.text.source.IAnnotationModel;
import org.eclipse.ui.ide.IDE;
import org.eclipse.ui.texteditor.ITextEditor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.perfctr.core.store.StoredRun;
import org.perfctr.ui.FixtureRun;
import org.perfctr.ui.Ide;
import org.perfctr.ui.SampleProject;
import org.perfctr.ui.preferences.CountPreferences;

class EditorCountsTest {
    private static final String TEXT_EDITOR = "org.eclipse.ui.DefaultTextEditor";
    private static final String GENERIC_EDITOR = "org.eclipse.ui.genericeditor.GenericEditor";

    private SampleProject sample;

    @BeforeEach
    void start() throws Exception {
        Ide.cleanUp();
        sample = SampleProject.create();
    }

    @AfterEach
    void deactivate() {
        Ide.runs().deactivate();
        CountPreferences.showEvent("");
    }

    @Test
    void theRulerHasEachLinesShareAndSamples() throws Exception {
        ITextEditor editor = open(TEXT_EDITOR);
        activate(FixtureRun.of(sample));
        waitForText(editor, 24, "69.0 %  690");
        assertEquals("30.0 %  300", ruler(editor).text(14));
        assertEquals("1.0 %  10", ruler(editor).text(25));
        assertEquals("", ruler(editor).text(1));
        assertTrue(ruler(editor).width() > 0);
    }

    @Test
    void linesAreAnnotatedByTheirHeat() throws Exception {
        ITextEditor editor = open(TEXT_EDITOR);
        activate(FixtureRun.of(sample));
        waitForText(editor, 24, "69.0 %  690");
        assertEquals(Map.of(14, "org.perfctr.ui.heat5", 24, "org.perfctr.ui.heat5", 25, "org.perfctr.ui.heat2"),
                heatByLine(editor));
    }

    @Test
    void hoversHaveAllNumbersOfTheLine() throws Exception {
        ITextEditor editor = open(TEXT_EDITOR);
        activate(FixtureRun.of(sample));
        waitForText(editor, 24, "69.0 %  690");
        assertEquals("69.0 % of the run: 690 of 1,000 samples of cpu-clock (user)\nin by_columns",
                ruler(editor).tooltip(24));
    }

    @Test
    void whereCallersAreKnownALineHasItsShareWithAllThatItCalled() throws Exception {
        ITextEditor editor = open(TEXT_EDITOR);
        activate(FixtureRun.of(sample).withCalls());
        waitForText(editor, 24, "69.0 %  690");
        assertEquals("→ 99.0 %", ruler(editor).text(40));
        assertEquals("""
                0.0 % of the run: 0 of 1,000 samples of cpu-clock (user)
                99.0 % with all that it called: 990 samples
                calls by_columns: 69.0 %, 690
                calls by_rows: 30.0 %, 300""", ruler(editor).tooltip(40));
        assertEquals(Set.of(14, 24, 25), heatByLine(editor).keySet());
    }

    @Test
    void theRulerShowsTheSampledEventThatIsChosen() throws Exception {
        ITextEditor editor = open(TEXT_EDITOR);
        activate(FixtureRun.of(sample).withPageFaults());
        waitForText(editor, 24, "69.0 %  690");
        CountPreferences.showEvent("page-faults");
        waitForText(editor, 24, "");
        assertEquals("20.0 %  2", ruler(editor).text(14));
        assertEquals("80.0 %  8", ruler(editor).text(25));
        assertEquals(Set.of(14, 25), heatByLine(editor).keySet());
        assertEquals("""
                1.0 % of the run: 10 of 1,000 samples of cpu-clock (user)
                80.0 % of the run: 8 of 10 samples of page-faults (user)
                in by_columns""", ruler(editor).tooltip(25));
    }

    @Test
    void aRunWithoutTheChosenEventShowsItsFirst() throws Exception {
        CountPreferences.showEvent("page-faults");
        ITextEditor editor = open(TEXT_EDITOR);
        activate(FixtureRun.of(sample));
        waitForText(editor, 24, "69.0 %  690");
    }

    @Test
    void theGenericEditorShowsThemToo() throws Exception {
        ITextEditor editor = open(GENERIC_EDITOR);
        activate(FixtureRun.of(sample));
        waitForText(editor, 24, "69.0 %  690");
    }

    @Test
    void anEditorThatIsOpenedLaterShowsTheActiveRun() throws Exception {
        activate(FixtureRun.of(sample));
        waitForText(open(TEXT_EDITOR), 24, "69.0 %  690");
    }

    @Test
    void deactivatingTheRunClearsTheEditor() throws Exception {
        ITextEditor editor = open(TEXT_EDITOR);
        activate(FixtureRun.of(sample));
        waitForText(editor, 24, "69.0 %  690");
        Ide.runs().deactivate();
        waitForText(editor, 24, "");
        assertEquals(Map.of(), heatByLine(editor));
        assertEquals(0, ruler(editor).width());
    }

    @Test
    void editingHidesTheCountsAndUndoBringsThemBack() throws Exception {
        ITextEditor editor = open(TEXT_EDITOR);
        activate(FixtureRun.of(sample));
        waitForText(editor, 24, "69.0 %  690");
        String text = document(editor).get();
        document(editor).set("// edited\n" + text);
        waitForText(editor, 24, "");
        assertTrue(ruler(editor).tooltip(24).startsWith("sums.c has been edited"), ruler(editor).tooltip(24));
        assertEquals(Map.of(), heatByLine(editor));
        editor.doRevertToSaved();
        waitForText(editor, 24, "69.0 %  690");
    }

    @Test
    void aFileNewerThanTheProgramHasNoCounts() throws Exception {
        ITextEditor editor = open(TEXT_EDITOR);
        activate(FixtureRun.of(sample).built(Instant.now().minusSeconds(3600)));
        Ide.waitUntil("it is said why there are no counts", () -> ruler(editor).tooltip(24) != null);
        assertEquals(
                "sums.c is newer than the program that fixture counted: build and count it again to see its lines.",
                ruler(editor).tooltip(24));
        assertEquals("", ruler(editor).text(24));
        assertEquals(Map.of(), heatByLine(editor));
    }

    @Test
    void aFileNewerThanTheRunHasNoCountsEither() throws Exception {
        ITextEditor editor = open(TEXT_EDITOR);
        FixtureRun fixture = FixtureRun.of(sample);
        activate(fixture.started(Instant.now().minusSeconds(3600)));
        Ide.waitUntil("it is said why there are no counts", () -> ruler(editor).tooltip(24) != null);
        assertEquals("", ruler(editor).text(24));
    }

    @Test
    void savingMakesAFileNewerThanTheProgram() throws Exception {
        ITextEditor editor = open(TEXT_EDITOR);
        activate(FixtureRun.of(sample));
        waitForText(editor, 24, "69.0 %  690");
        document(editor).set(document(editor).get() + "// edited\n");
        editor.doSave(null);
        Ide.waitUntil("it is said that the file is newer", () -> ruler(editor).tooltip(24) != null
                && ruler(editor).tooltip(24).startsWith("sums.c is newer than the program"));
        assertEquals("", ruler(editor).text(24));
    }

    @Test
    void aFileThatSomethingElseHasWrittenLosesItsCounts() throws Exception {
        ITextEditor editor = open(TEXT_EDITOR);
        activate(FixtureRun.of(sample));
        waitForText(editor, 24, "69.0 %  690");
        String moved = "// one line more\n" + document(editor).get();
        sample.source().setContents(moved.getBytes(StandardCharsets.UTF_8), IResource.FORCE, null);
        Ide.waitUntil("the editor has read it", () -> document(editor).get().equals(moved));
        waitForTooltip(editor, "sums.c is newer than the program");
        assertEquals("", ruler(editor).text(24));
    }

    @Test
    void aSourceThatWasMovedSinceIsFoundByItsNameAndFolder() throws Exception {
        Path moved = sample.folder().resolve("src");
        Files.createDirectories(moved);
        Files.copy(sample.folder().resolve("sums.c"), moved.resolve("sums.c"),
                StandardCopyOption.REPLACE_EXISTING);
        Files.setLastModifiedTime(moved.resolve("sums.c"), FileTime.from(Instant.now().minusSeconds(3600)));
        sample.program().getProject().refreshLocal(IResource.DEPTH_INFINITE, null);
        activate(FixtureRun.of(sample).sources(Path.of("/nowhere/at/all/src")));
        ITextEditor editor = (ITextEditor) IDE.openEditor(Ide.page(),
                sample.program().getProject().getFile("src/sums.c"), TEXT_EDITOR);
        waitForText(editor, 24, "69.0 %  690");
    }

    @Test
    void aFileWithTheCompiledContentHasItsCountsHoweverNew() throws Exception {
        ITextEditor editor = open(TEXT_EDITOR);
        Instant longAgo = Instant.now().minusSeconds(3600);
        activate(FixtureRun.of(sample).started(longAgo).built(longAgo).md5(md5OfSource()));
        waitForText(editor, 24, "69.0 %  690");
    }

    @Test
    void aFileWithAnotherContentHasNoCountsHoweverOld() throws Exception {
        ITextEditor editor = open(TEXT_EDITOR);
        activate(FixtureRun.of(sample).md5("0".repeat(32)));
        waitForTooltip(editor, "sums.c has changed since it was compiled for fixture");
        assertEquals("", ruler(editor).text(24));
    }

    @Test
    void ofFilesThatAreNamedAlikeTheOneWithTheCompiledContentHasTheCounts() throws Exception {
        Path other = Files.createDirectories(sample.folder().resolve("src")).resolve("sums.c");
        Files.writeString(other, Files.readString(sample.folder().resolve("sums.c")) + "// another\n");
        sample.program().getProject().refreshLocal(IResource.DEPTH_INFINITE, null);
        activate(FixtureRun.of(sample).sources(Path.of("/nowhere/src")).md5(md5OfSource()));
        ITextEditor otherEditor = (ITextEditor) IDE.openEditor(Ide.page(),
                sample.program().getProject().getFile("src/sums.c"), TEXT_EDITOR);
        waitForTooltip(otherEditor,
                "The lines that fixture counted are those of " + sample.folder().resolve("sums.c"));
        waitForText(open(TEXT_EDITOR), 24, "69.0 %  690");
    }

    @Test
    void aFolderThatThePreferencesMapHasTheSources() throws Exception {
        IEclipsePreferences preferences = InstanceScope.INSTANCE.getNode("org.perfctr.launching");
        ITextEditor editor = open(TEXT_EDITOR);
        activate(FixtureRun.of(sample).sources(Path.of("/built/elsewhere/deep")));
        Ide.settle();
        assertEquals("", ruler(editor).text(24));
        try {
            preferences.put("org.perfctr.ui.sourceFolders", "/built/elsewhere/deep -> ${workspace_loc:/Sums}");
            waitForText(editor, 24, "69.0 %  690");
        } finally {
            preferences.remove("org.perfctr.ui.sourceFolders");
        }
    }

    private String md5OfSource() throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("MD5")
                .digest(Files.readAllBytes(sample.folder().resolve("sums.c"))));
    }

    private static void waitForTooltip(ITextEditor editor, String start) {
        Ide.waitUntil("the ruler says \"" + start + "\"", () -> ruler(editor).tooltip(24) != null
                && ruler(editor).tooltip(24).startsWith(start));
    }

    private ITextEditor open(String editor) throws Exception {
        return (ITextEditor) IDE.openEditor(Ide.page(), sample.source(), editor);
    }

    private static void activate(FixtureRun fixture) throws Exception {
        StoredRun run = fixture.write("fixture");
        Ide.runs().activate(run);
    }

    private static void waitForText(ITextEditor editor, int line, String text) {
        Ide.waitUntil("the ruler has \"" + text + "\" in line " + line,
                () -> text.equals(ruler(editor).text(line)));
    }

    private static Ruler ruler(ITextEditor editor) {
        return new Ruler(editor);
    }

    private static Map<Integer, String> heatByLine(ITextEditor editor) throws Exception {
        IAnnotationModel model = editor.getDocumentProvider().getAnnotationModel(editor.getEditorInput());
        Map<Integer, String> heat = new TreeMap<>();
        for (Iterator<Annotation> all = model.getAnnotationIterator(); all.hasNext();) {
            Annotation annotation = all.next();
            if (annotation.getType().startsWith("org.perfctr")) {
                int offset = model.getPosition(annotation).getOffset();
                heat.put(document(editor).getLineOfOffset(offset) + 1, annotation.getType());
            }
        }
        return heat;
    }

    private static IDocument document(ITextEditor editor) {
        return editor.getDocumentProvider().getDocument(editor.getEditorInput());
    }
}
