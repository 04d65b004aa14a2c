# SPDX-License-Identifier: LGPL-2.1-or-later
"""run_cmocka.py TEST REPORT: runs a test; its JUnit report gets the reasons of skipped tests.

cmocka's report has none. Each test that skips prints "skipped: REASON" before. The exit status is ALL_SKIPPED when
there was nothing else.
"""
import os
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

ALL_SKIPPED = 77


def main(test, report):
    Path(report).unlink(missing_ok=True)
    result = subprocess.run([test], stdout=subprocess.PIPE, text=True, env={
        **os.environ, "CMOCKA_MESSAGE_OUTPUT": "xml", "CMOCKA_XML_FILE": report})
    print(result.stdout, end="")
    reasons = [line.removeprefix("skipped: ") for line in result.stdout.splitlines() if line.startswith("skipped: ")]
    tree = ElementTree.parse(report)
    skipped = list(tree.iter("skipped"))
    for element, reason in zip(skipped, reasons):
        element.set("message", reason)
    for suite in tree.iter("testsuite"):
        for case in suite.iter("testcase"):
            case.set("classname", suite.get("name"))
    tree.write(report, encoding="UTF-8", xml_declaration=True)
    if len(skipped) != len(reasons):
        sys.exit(f"{test}: {len(skipped)} tests were skipped, {len(reasons)} of them with a reason")
    return ALL_SKIPPED if len(skipped) == len(list(tree.iter("testcase"))) else result.returncode


sys.exit(main(*sys.argv[1:]))
