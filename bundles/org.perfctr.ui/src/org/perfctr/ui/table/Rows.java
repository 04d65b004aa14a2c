// SPDX-License-Identifier: EPL-2.0
package org.perfctr.ui.table;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.eclipse.jface.viewers.ILazyTreeContentProvider;
import org.eclipse.jface.viewers.TreeViewer;

/** The sorted rows of a {@link RowTable}, given to the viewer as it asks for them. */
final class Rows<R> implements ILazyTreeContentProvider {
    private final TreeViewer viewer;
    private final Function<R, List<R>> children;
    private final Map<R, R> parents = new HashMap<>();
    private final Map<R, List<R>> sortedChildren = new HashMap<>();
    private List<R> roots = List.of();
    private Comparator<R> order;

    Rows(TreeViewer viewer, Function<R, List<R>> children) {
        this.viewer = viewer;
        this.children = children;
    }

    List<R> roots() {
        return roots;
    }

    /** @param newOrder null for the order as given */
    void show(List<R> newRoots, Comparator<R> newOrder) {
        order = newOrder;
        parents.clear();
        sortedChildren.clear();
        roots = sorted(newRoots);
        viewer.setInput(new Object());
        viewer.setChildCount(viewer.getInput(), roots.size());
        if (roots.size() == 1) {
            materialize(roots);
            viewer.setExpandedState(roots.getFirst(), true);
        }
    }

    /** Opens those of the root rows that are among these. */
    void expand(Collection<?> expanded) {
        for (R row : expanded.isEmpty() ? List.<R>of() : roots) {
            if (expanded.contains(row)) {
                materialize(List.of(row));
                viewer.setExpandedState(row, true);
            }
        }
    }

    /** Gives these root rows their items, which selecting them needs. */
    void materialize(List<R> wanted) {
        for (R row : wanted) {
            int index = roots.indexOf(row);
            if (index >= 0) {
                updateElement(viewer.getInput(), index);
            }
        }
    }

    /** Opens a row for that one of the rows below it which is chosen, if any. */
    Optional<R> expand(R row, BiFunction<R, List<R>, Optional<R>> choose) {
        Optional<R> chosen = choose.apply(row, childrenOf(row));
        chosen.ifPresent(below -> {
            viewer.setExpandedState(row, true);
            updateElement(row, childrenOf(row).indexOf(below));
        });
        return chosen;
    }

    @Override
    public void updateElement(Object parent, int index) {
        List<R> siblings = rowsBelow(parent);
        if (index >= siblings.size()) {
            return;
        }
        R row = siblings.get(index);
        viewer.replace(parent, index, row);
        viewer.setChildCount(row, childrenOf(row).size());
    }

    @Override
    public void updateChildCount(Object element, int currentCount) {
        int count = rowsBelow(element).size();
        if (count != currentCount) {
            viewer.setChildCount(element, count);
        }
    }

    @Override
    public Object getParent(Object element) {
        R parent = parents.get(element);
        return parent == null ? viewer.getInput() : parent;
    }

    @SuppressWarnings("unchecked")
    private List<R> rowsBelow(Object element) {
        return element == viewer.getInput() ? roots : childrenOf((R) element);
    }

    private List<R> childrenOf(R row) {
        List<R> known = sortedChildren.get(row);
        if (known != null) {
            return known;
        }
        List<R> below = sorted(children.apply(row));
        below.forEach(child -> parents.put(child, row));
        sortedChildren.put(row, below);
        return below;
    }

    private List<R> sorted(List<R> list) {
        return order == null ? List.copyOf(list) : list.stream().sorted(order).toList();
    }
}
