// SPDX-License-Identifier: EPL-2.0
package org.perfctr.launching.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.eclipse.core.resources.IProject;
import org.eclipse.core.resources.IProjectDescription;
import org.eclipse.core.resources.IWorkspace;
import org.eclipse.core.resources.IncrementalProjectBuilder;
import org.eclipse.core.resources.ResourcesPlugin;
import org.eclipse.core.runtime.CoreException;
import org.eclipse.core.runtime.IPath;
import org.eclipse.core.runtime.NullProgressMonitor;
import org.eclipse.core.runtime.Status;

/** Fills a workspace with copies of projects. */
final class SampleProjects {
    private static final String DESCRIPTION = ".project";

    private SampleProjects() {}

    /** @param folder the projects are its subfolders; one that the workspace has already is left as it is */
    static void make(Path folder) throws CoreException {
        try (Stream<Path> entries = Files.list(folder)) {
            List<Path> projects = entries.filter(entry -> Files.exists(entry.resolve(DESCRIPTION))).sorted().toList();
            for (Path project : projects) {
                make(project, ResourcesPlugin.getWorkspace());
            }
        } catch (IOException e) {
            throw new CoreException(Status.error("The sample projects in " + folder + " can't be copied: " + e, e));
        }
        ResourcesPlugin.getWorkspace().build(IncrementalProjectBuilder.INCREMENTAL_BUILD, new NullProgressMonitor());
    }

    private static void make(Path source, IWorkspace workspace) throws CoreException, IOException {
        IProjectDescription description = workspace
                .loadProjectDescription(IPath.fromPath(source.resolve(DESCRIPTION)));
        IProject project = workspace.getRoot().getProject(description.getName());
        if (project.exists()) {
            return;
        }
        // Loading has set it to where the description was.
        description.setLocationURI(null);
        copy(source, workspace.getRoot().getLocation().toPath().resolve(description.getName()));
        project.create(description, null);
        project.open(null);
    }

    /** Files that are there already are the user's. */
    private static void copy(Path source, Path target) throws IOException {
        try (Stream<Path> files = Files.walk(source)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Path copy = target.resolve(source.relativize(file).toString());
                if (!Files.exists(copy)) {
                    Files.copy(file, copy);
                }
            }
        }
    }
}
