// SPDX-License-Identifier: EPL-2.0
package org.perfctr.ui.launch;

/** The ids of the launch groups, as plugin.xml has them. */
final class LaunchGroups {
    /** All configurations that aren't external tools. */
    static final String COUNT = "org.perfctr.ui.launchGroup.count";
    /** External tools, which the platform keeps in a category of their own. */
    static final String COUNT_TOOLS = "org.perfctr.ui.launchGroup.countExternalTools";

    private LaunchGroups() {}
}
