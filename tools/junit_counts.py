#!/usr/bin/python3
# SPDX-License-Identifier: EPL-2.0
"""junit_counts.py PART REPORT...: prints "PASSED FAILED SKIPPED" over JUnit reports.

Names each failed and skipped test on stderr. A report that is missing, unreadable or empty counts as one failure:
a part that ran nothing has not passed.
"""
import sys
import xml.etree.ElementTree as ElementTree


def say(text):
    print(text, file=sys.stderr)


def outcome(case):
    for tag, word in (("failure", "failed"), ("error", "failed"), ("skipped", "skipped")):
        found = case.find(tag)
        if found is not None:
            return word, (found.get("message") or found.text or "").strip()
    return "passed", ""


def main(part, reports):
    counts = {"passed": 0, "failed": 0, "skipped": 0}
    for report in reports:
        try:
            cases = list(ElementTree.parse(report).iter("testcase"))
        except (OSError, ElementTree.ParseError) as error:
            say(f"{part}: {report}: {error}")
            counts["failed"] += 1
            continue
        for case in cases:
            word, reason = outcome(case)
            counts[word] += 1
            if word != "passed":
                say(f"{part}: {word}: {case.get('classname')}.{case.get('name')}: {reason[:500]}")
    if not sum(counts.values()):
        say(f"{part}: no test ran")
        counts["failed"] = 1
    say(f"{part}: {counts['passed']} passed, {counts['failed']} failed, {counts['skipped']} skipped")
    print(counts["passed"], counts["failed"], counts["skipped"])


main(sys.argv[1], sys.argv[2:])
