// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.html;

import org.perfctr.core.report.Numbers;

/** A table whose rows the page's script sorts and filters. */
class Table {
    private static final String NUMERIC = "#";

    private final StringBuilder html = new StringBuilder();

    /**
     * @param label what the table shows, for readers who do not see it
     * @param heads the columns' titles; numeric columns start with {@code #}
     */
    Table(String label, String... heads) {
        html.append("<div class=scroll tabindex=0><table class=sortable aria-label=\"").append(Html.escaped(label))
                .append("\">\n<thead><tr>");
        for (String head : heads) {
            boolean numeric = head.startsWith(NUMERIC);
            html.append(numeric ? "<th scope=col class=number>" : "<th scope=col>")
                    .append(Html.escaped(numeric ? head.substring(1) : head)).append("</th>");
        }
        html.append("</tr></thead>\n<tbody>\n");
    }

    /** @param cells made by {@link Html}, one for each column */
    void row(String... cells) {
        html.append("<tr>").append(String.join("", cells)).append("</tr>\n");
    }

    /** The table, and below it how many rows it should have if some were left out. */
    String html(int shown, int all, String order) {
        return this + (all <= shown
                ? ""
                : "<p class=faint>%s of %s are shown, %s.</p>\n".formatted(Numbers.count(shown), Numbers.count(all),
                        Html.escaped(order)));
    }

    @Override
    public String toString() {
        return html + "</tbody></table></div>\n";
    }
}
