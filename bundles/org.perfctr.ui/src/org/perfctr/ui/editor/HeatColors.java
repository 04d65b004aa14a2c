// SPDX-License-Identifier: EPL-2.0
package org.perfctr.ui.editor;

import org.eclipse.jface.preference.PreferenceConverter;
import org.eclipse.swt.graphics.Color;
import org.eclipse.ui.editors.text.EditorsUI;
import org.eclipse.ui.texteditor.AnnotationPreference;

/** The colours that the theme, or the user on the Annotations preference page, gives to the heat levels. */
final class HeatColors {
    Color of(HeatLevel level) {
        AnnotationPreference preference = EditorsUI.getAnnotationPreferenceLookup()
                .getAnnotationPreference(level.annotationType());
        return EditorsUI.getSharedTextColors().getColor(
                PreferenceConverter.getColor(EditorsUI.getPreferenceStore(), preference.getColorPreferenceKey()));
    }
}
