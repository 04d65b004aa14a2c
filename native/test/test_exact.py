# SPDX-License-Identifier: LGPL-2.1-or-later
"""Counts above 2^53 keep all their digits, from what the kernel tells to the run file and the reports."""
import json
import os
import re

import pytest

from conftest import Run, perfex

YEARS = 2**53 + 1


@pytest.fixture
def old_kernel(build, sanitized):
    """perfex on a kernel that has counted 2^53 + 1 of each event before."""
    if sanitized:
        pytest.skip("AddressSanitizer has to be the first library that is preloaded")
    preloaded = build("big_counts", "-shared", "-fPIC")
    return lambda *arguments: perfex(*arguments, env={**os.environ, "LD_PRELOAD": preloaded})


def test_run_file_and_report_have_all_digits(old_kernel, tmp_path):
    result = old_kernel("-e", "page-faults", "-o", tmp_path / "run", "true")
    run = Run(tmp_path / "run")
    own = sum(end["counts"][0][0] for end in run.of("task-end"))
    assert run.total("page-faults") == YEARS + own
    assert f"{YEARS + own:,}" in result.stderr


def test_tables_for_scripts_have_all_digits(old_kernel):
    for option, pattern in (("-x,", r"(\d+),,page-faults,"), ("-j", r'"counter-value": "(\d+)\.0+"')):
        counted = int(re.search(pattern, old_kernel(option, "-e", "page-faults", "true").stderr)[1])
        assert YEARS < counted < YEARS + 100000


def test_snapshots_are_exact_differences(old_kernel, tmp_path):
    result = old_kernel("-I", "20", "-j", "-e", "page-faults", "-o", tmp_path / "run", "sleep", "0.1")
    values = [json.loads(line)["counter-value"] for line in result.stderr.splitlines() if line.startswith("{")]
    counted = [int(value.split(".")[0]) for value in values if value != "<not counted>"]
    assert len(values) > 2 and sum(counted) == Run(tmp_path / "run").total("page-faults")
