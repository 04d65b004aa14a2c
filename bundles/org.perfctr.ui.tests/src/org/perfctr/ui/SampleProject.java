// SPDX-License-Identifier: EPL-2.0
package org.perfctr.ui;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.core.resources.IFile;
import org.eclipse.core.resources.IProject;
import org.eclipse.core.resources.IResource;
import org.eclipse.core.resources.ResourcesPlugin;
import org.eclipse.core.runtime.CoreException;
import org.perfctr.bridge.BridgeException;
import org.perfctr.bridge.NativeParts;

/** A project with a C program, compiled by the machine's compiler. */
public final class SampleProject {
    private final IProject project = ResourcesPlugin.getWorkspace().getRoot().getProject("Sums");

    public static SampleProject create() throws CoreException, IOException {
        SampleProject sample = new SampleProject();
        if (!sample.project.exists()) {
            sample.project.create(null);
        }
        sample.project.open(null);
        try (InputStream source = SampleProject.class.getResourceAsStream("/fixtures/sums.c")) {
            Files.write(sample.folder().resolve("sums.c"), source.readAllBytes());
        }
        sample.build();
        return sample;
    }

    public void build() throws CoreException, IOException {
        build("-O1");
    }

    public void build(String optimization) throws CoreException, IOException {
        Ide.run(folder(), "gcc", "-g", optimization, "-o", "sums", "sums.c");
        project.refreshLocal(IResource.DEPTH_INFINITE, null);
    }

    /** Counts it with perfex, without the IDE's launching. */
    public void count(String title) throws IOException, BridgeException {
        Path runs = Ide.runs().store().folder();
        Files.createDirectories(runs);
        Ide.run(folder(), NativeParts.perfex().toString(), "record", "-F", "997", "--call-graph=dwarf", "-q", "-o",
                runs.resolve(title + ".perfrun").toString(), "--", "./sums");
    }

    public IFile source() {
        return project.getFile("sums.c");
    }

    public IFile program() {
        return project.getFile("sums");
    }

    public Path folder() {
        return project.getLocation().toPath();
    }
}
