// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.run;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The tasks of one repetition and who started whom. Immutable; each query takes constant time. */
public final class TaskTree {
    private final List<Task> tasks;
    private final Map<Integer, Task> byNumber = new HashMap<>();
    private final Map<Integer, List<Task>> children = new HashMap<>();
    private final List<Task> roots = new ArrayList<>();

    /** @param tasks the tasks, each after its parent */
    public TaskTree(List<Task> tasks) {
        this.tasks = List.copyOf(tasks);
        for (Task task : tasks) {
            byNumber.put(task.number(), task);
            siblings(task).add(task);
        }
    }

    /** All tasks, in the order in which they appeared. */
    public List<Task> all() {
        return tasks;
    }

    /** The tasks that no other task of this repetition started: the program, and nobody else as a rule. */
    public List<Task> roots() {
        return List.copyOf(roots);
    }

    /** The tasks that this one started, in the order in which they appeared. */
    public List<Task> children(Task task) {
        return List.copyOf(children.getOrDefault(task.number(), List.of()));
    }

    /** The task that started this one. */
    public Optional<Task> parent(Task task) {
        return task.parent().isPresent()
                ? Optional.ofNullable(byNumber.get(task.parent().getAsInt()))
                : Optional.empty();
    }

    private List<Task> siblings(Task task) {
        return parent(task).isEmpty()
                ? roots
                : children.computeIfAbsent(task.parent().getAsInt(), number -> new ArrayList<>());
    }
}
