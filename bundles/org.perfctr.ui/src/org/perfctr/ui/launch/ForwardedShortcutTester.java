// SPDX-License-Identifier: EPL-2.0
package org.perfctr.ui.launch;

import java.util.Optional;
import org.eclipse.core.expressions.EvaluationContext;
import org.eclipse.core.expressions.EvaluationResult;
import org.eclipse.core.expressions.Expression;
import org.eclipse.core.expressions.ExpressionConverter;
import org.eclipse.core.expressions.ExpressionTagNames;
import org.eclipse.core.expressions.PropertyTester;
import org.eclipse.core.runtime.CoreException;
import org.eclipse.core.runtime.IConfigurationElement;
import org.eclipse.core.runtime.ILog;

/** Offers Count As for a selection exactly when the forwarded shortcut, the first argument, offers Run As for it. */
public final class ForwardedShortcutTester extends PropertyTester {
    @Override
    public boolean test(Object selection, String property, Object[] args, Object expected) {
        EvaluationContext context = new EvaluationContext(null, selection);
        context.addVariable("selection", selection);
        try {
            return enablement(String.valueOf(args[0])).evaluate(context) != EvaluationResult.FALSE;
        } catch (CoreException e) {
            ILog.get().log(e.getStatus());
            return false;
        }
    }

    private static Expression enablement(String shortcutId) throws CoreException {
        Optional<IConfigurationElement> shortcut = ShortcutRegistration.find(shortcutId);
        if (shortcut.isEmpty()) {
            return Expression.FALSE;
        }
        for (IConfigurationElement launch : shortcut.get().getChildren("contextualLaunch")) {
            for (IConfigurationElement element : launch.getChildren(ExpressionTagNames.ENABLEMENT)) {
                return ExpressionConverter.getDefault().perform(element);
            }
        }
        return Expression.FALSE;
    }
}
