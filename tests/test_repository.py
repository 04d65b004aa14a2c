# SPDX-License-Identifier: EPL-2.0
"""Rules that hold for every file of the project."""
import pathlib
import re
import subprocess

import pytest

ROOT = pathlib.Path(__file__).resolve().parent.parent
LICENCES = {"kernel": "GPL-2.0-only", "native": "LGPL-2.1-or-later"}
# Formats that cannot hold a comment, texts of others, and data that tests read byte by byte.
WITHOUT_SPDX = re.compile(r"(^LICENSES/|\.(png|svgz|gz|perfrun|jar|MF|bin)$|/fixtures/|/corpus/)")


def tracked():
    listing = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return [name for name in listing.split("\0") if name and (ROOT / name).is_file()]


def text_of(name):
    try:
        return (ROOT / name).read_text()
    except UnicodeDecodeError:
        return ""


@pytest.fixture(scope="module")
def files():
    if not (ROOT / ".git").exists():
        pytest.skip("not a git checkout, so it is unknown which files are the project's")
    return tracked()


def test_every_file_names_its_licence_at_the_top(files):
    def names_it(name):
        part = name.split("/")[0]
        allowed = f"SPDX-License-Identifier\"?: ?\"?\\(?({LICENCES.get(part, 'EPL-2.0')})"
        return re.search(allowed, "\n".join(text_of(name).splitlines()[:3]))

    assert [name for name in files if not WITHOUT_SPDX.search(name) and not names_it(name)] == []


def test_no_file_leaves_work_for_later(files):
    unfinished = re.compile(r"\b(TO" "DO|FIX" "ME|XX" "X)\\b")
    code = [name for name in files if name.endswith((".c", ".h", ".java", ".py", ".sh", ".xml"))]
    assert [name for name in code if unfinished.search(text_of(name))] == []


def test_no_file_is_larger_than_a_mebibyte(files):
    assert [name for name in files if (ROOT / name).stat().st_size > 1 << 20] == []
