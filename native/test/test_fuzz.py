# SPDX-License-Identifier: LGPL-2.1-or-later
"""What the fuzzers have found worth keeping is read without harm."""
import subprocess
from pathlib import Path

import pytest

from conftest import NATIVE, PERFEX


@pytest.mark.parametrize("name", ["events", "groups", "jitdump", "lines", "proc"])
def test_corpus_is_read_without_harm(name):
    corpus = sorted((NATIVE / "test" / "fuzz" / "corpus" / name).iterdir())
    assert len(corpus) >= 3
    program = Path(PERFEX).parent / "test" / f"{name}_replay"
    result = subprocess.run([program, *corpus], capture_output=True, timeout=120)
    assert result.returncode == 0, result.stderr[-500:]
