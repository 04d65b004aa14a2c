# SPDX-License-Identifier: LGPL-2.1-or-later
"""Damaged symbols, debug information and jitdumps cost lines, never the run, whatever libdw does."""
import os
import subprocess
import time

import pytest

from conftest import Run, perfex, run_while_perfex_stands
from mutants import CASES, compiled, is_unwound, mutant
from profiles import PROGRAMS, Profile

MUTANTS = 8


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("hostile")


def assert_all_samples_are_told(output, *options, command, environment=None):
    result = perfex("record", "-F", "5000", "-q", *options, "-o", output, "--", *command, timeout=60,
                    env=environment)
    assert result.returncode == 0, result.stderr
    run = Run(output)
    assert run.complete
    assert sum(line["samples"][0] for line in run.of("line")) == run.records[-1]["samples"][0]
    return run


@pytest.mark.parametrize("build, part", CASES)
def test_a_damaged_part_costs_lines_only(folder, tmp_path, build, part):
    program = compiled(folder, build)
    options = ["--call-graph", "dwarf"] if is_unwound(build) else []
    for seed in range(MUTANTS):
        file = mutant(program, tmp_path / "mutant", part, seed)
        assert_all_samples_are_told(tmp_path / f"{seed}.perfrun", *options, command=[file, "templates", "1"])


@pytest.fixture(scope="module")
def jitted(folder):
    subprocess.run(["gcc", "-O1", "-D_GNU_SOURCE", "-o", folder / "jitted", PROGRAMS / "jitted.c"], check=True)
    return folder / "jitted"


def test_generated_code_has_the_lines_of_its_jitdump(jitted, tmp_path):
    profile = Profile(assert_all_samples_are_told(tmp_path / "run", command=[jitted, tmp_path, 0]))
    assert profile.module_of("made")["path"] == "[generated code]"
    lines = profile.by_line("made.src")
    assert set(lines) <= {3, 4, 5} and sum(lines.values()) > 100


def test_a_damaged_jitdump_costs_lines_only(jitted, tmp_path):
    for seed in range(1, 25):
        assert_all_samples_are_told(tmp_path / f"{seed}.perfrun", command=[jitted, tmp_path, seed])


def test_a_jitdump_that_is_no_file_is_not_waited_for(jitted, tmp_path):
    script = f"{jitted} {tmp_path} 0; for dump in {tmp_path}/jit-*.dump; do rm $dump; mkfifo $dump; done"
    assert_all_samples_are_told(tmp_path / "run", command=["sh", "-c", script])


def test_a_file_that_shrinks_while_it_is_unwound_costs_callers_only(folder, tmp_path):
    library, program = tmp_path / "library.so", folder / "shrinks"
    subprocess.run(["gcc", "-O1", "-shared", "-fPIC", "-DLIBRARY", "-o", library, PROGRAMS / "shrinks.c"], check=True)
    subprocess.run(["gcc", "-O1", "-o", program, PROGRAMS / "shrinks.c"], check=True)
    run_while_perfex_stands("record", "-q", "--call-graph", "dwarf", "-o", tmp_path / "run", program, library)
    assert Run(tmp_path / "run").complete


@pytest.fixture
def impatient(folder, sanitized):
    """The environment in which perfex loses patience with a file after a second."""
    if sanitized:
        pytest.skip("AddressSanitizer has to be the first library that is preloaded")
    (folder / "alarm.c").write_text(
        "#include <sys/time.h>\n"
        "unsigned alarm(unsigned seconds)\n"
        "{\n"
        "\tconst struct itimerval time = {.it_value.tv_sec = seconds ? 1 : 0};\n"
        "\treturn setitimer(ITIMER_REAL, &time, 0);\n"
        "}\n")
    subprocess.run(["gcc", "-shared", "-fPIC", "-o", "alarm.so", "alarm.c"], cwd=folder, check=True)
    return {**os.environ, "LD_PRELOAD": str(folder / "alarm.so")}


def test_a_file_that_is_never_read_to_its_end_costs_lines_only(tmp_path, impatient):
    subprocess.run(["g++", "-O2", "-g", "-Wl,--build-id=none", "-o", "program", PROGRAMS / "inlines.cpp"],
                   cwd=tmp_path, check=True)
    subprocess.run(["objcopy", "--only-keep-debug", "program", "kept"], cwd=tmp_path, check=True)
    subprocess.run(["objcopy", "--strip-debug", "--add-gnu-debuglink=kept", "program"], cwd=tmp_path, check=True)
    # Who opens it waits for somebody to write into it.
    (tmp_path / "kept").unlink()
    os.mkfifo(tmp_path / "kept")
    start = time.monotonic()
    run = assert_all_samples_are_told(tmp_path / "run", command=[tmp_path / "program", "templates", "5"],
                                      environment=impatient)
    assert time.monotonic() - start >= 1
    assert any("have functions only: reading its debug information fails" in text for text in run.degradations)
    assert any(name and "templates" in name for name in Profile(run).by_function())
