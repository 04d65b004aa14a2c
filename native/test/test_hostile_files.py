# SPDX-License-Identifier: LGPL-2.1-or-later
"""Damaged symbols and debug information cost lines, never the run, whatever libelf and libdw do."""
import random
import re
import subprocess
import time

import pytest

from conftest import Run, perfex
from profiles import PROGRAMS

MUTANTS = 12


@pytest.fixture(scope="module")
def program(tmp_path_factory):
    folder = tmp_path_factory.mktemp("hostile")
    subprocess.run(["g++", "-g", "-O2", "-o", folder / "program", PROGRAMS / "inlines.cpp"], check=True)
    return folder / "program"


def parts(program):
    """The parts of the file that are not loaded when it runs: start and size, by section."""
    table = subprocess.run(["readelf", "-SW", program], capture_output=True, text=True, check=True).stdout
    rows = re.findall(r"\] (\.\S+)\s+\w+\s+0+ (\w+) (\w+)", table)
    found = {name: (int(start, 16), int(size, 16)) for name, start, size in rows}
    start = int(re.search(r"starting at offset 0x(\w+)", table)[1], 16)
    found["section headers"] = (start, program.stat().st_size - start)
    return found


def mutant(program, target, part, seed):
    """A copy with some bytes of the part changed, some of them to what counts as large."""
    data = bytearray(program.read_bytes())
    chance = random.Random(f"{part} {seed}")
    start, size = parts(program)[part]
    for _ in range(chance.choice([1, 4, 30])):
        at = start + chance.randrange(size)
        data[at] = chance.choice([0, 0x7F, 0x80, 0xFF, chance.randrange(256)])
    target.write_bytes(data)
    target.chmod(0o755)
    return target


@pytest.mark.parametrize("part", [".debug_info", ".debug_abbrev", ".debug_line", ".debug_str",
                                  ".debug_rnglists", ".symtab", "section headers"])
def test_a_damaged_part_costs_lines_only(program, tmp_path, part):
    for seed in range(MUTANTS):
        file = mutant(program, tmp_path / "mutant", part, seed)
        output = tmp_path / f"{seed}.perfrun"
        start = time.monotonic()
        result = perfex("record", "-F", "5000", "-q", "-o", output, "--", file, "templates", "1")
        assert result.returncode == 0, (seed, result.stderr)
        assert time.monotonic() - start < 60, seed
        run = Run(output)
        assert run.complete
        assert sum(line["samples"][0] for line in run.of("line")) == run.records[-1]["samples"][0], seed
