# SPDX-License-Identifier: LGPL-2.1-or-later
"""Programs whose split between lines is known by construction, however they are built and run."""
import re
import shutil
import subprocess

import pytest

from profiles import PROGRAMS, Profile, assert_shares, line_of

TENTHS = {line_of("shares.c", str(share)): share for share in (70, 20, 10)}
QUARTERS = {line_of("shares.c", mark): 25 for mark in "abcd"}
ROUNDS = 50
ENOUGH = 5000


@pytest.fixture(scope="session")
def compiled(tmp_path_factory):
    """Links programs of test/programs: compiled(sources, *flags, compiler=...) is the file."""
    cache = {}

    def built(sources, *flags, compiler="gcc"):
        key = (sources, flags, compiler)
        if key not in cache:
            if not shutil.which(compiler):
                pytest.skip(f"{compiler} is not installed")
            folder = tmp_path_factory.mktemp("program")
            cache[key] = folder / "program"
            subprocess.run([compiler, "-D_GNU_SOURCE", *flags, "-o", cache[key],
                            *(PROGRAMS / source for source in sources.split()), "-ldl"], check=True)
        return cache[key]
    return built


@pytest.fixture
def sampled(count):
    def profile(*command):
        return Profile(count(*map(str, command), record=True, options=["-F", "10000"]))
    return profile


def lines_with_code(program, source):
    """As binutils, not elfutils, reads them. gcc writes the name of a file there, clang its path."""
    table = subprocess.run(["objdump", "--wide", "--dwarf=decodedline", program], capture_output=True,
                           text=True, check=True).stdout
    return {int(line) for line in re.findall(rf"^(?:\S*/)?{re.escape(source)}\s+(\d+)\s", table, re.M)}


def assert_split(profile, expected, file):
    """Also that nothing lands on a line of which the file holds no code."""
    lines = profile.by_line("shares.c")
    assert_shares(lines, expected)
    assert sum(lines.get(line, 0) for line in expected) > ENOUGH
    assert set(lines) <= lines_with_code(file, "shares.c")


BOTH_SPLITS = pytest.mark.parametrize("what, expected", [("tenths", TENTHS), ("quarters", QUARTERS)],
                                      ids=["tenths", "quarters"])


@pytest.mark.parametrize("flags", ["-O0", "-O2", "-O3", "-O2 -flto", "-O3 -flto", "-O2 -gdwarf-4",
                                   "-O2 -gdwarf-5", "-O2 -gz=zlib", "-O2 -no-pie"])
@BOTH_SPLITS
def test_lines_have_their_shares(compiled, sampled, flags, what, expected):
    program = compiled("shares_main.c shares.c", "-g", "-rdynamic", *flags.split())
    assert_split(sampled(program, what, ROUNDS), expected, program)


def test_clang_without_address_ranges_has_lines(compiled, sampled):
    program = compiled("shares_main.c shares.c", "-g", "-rdynamic", "-O2", compiler="clang")
    assert_split(sampled(program, "tenths", ROUNDS), TENTHS, program)


@BOTH_SPLITS
def test_a_library_opened_later_has_lines(compiled, sampled, what, expected):
    program = compiled("shares_main.c", "-O2")
    library = compiled("shares.c", "-g", "-O2", "-shared", "-fPIC")
    profile = sampled(program, what, ROUNDS, library)
    assert_split(profile, expected, library)
    assert profile.module_of(what)["path"] == str(library)


@BOTH_SPLITS
def test_a_child_that_execs_has_lines(compiled, sampled, what, expected):
    program = compiled("shares_main.c shares.c", "-g", "-rdynamic", "-O2")
    assert_split(sampled("sh", "-c", f"{program} {what} {ROUNDS}; true"), expected, program)


def test_a_separate_debug_file_is_found(compiled, sampled, tmp_path):
    program = tmp_path / "program"
    whole = compiled("shares_main.c shares.c", "-g", "-rdynamic", "-O2", "-Wl,--build-id=none")
    shutil.copy(whole, program)
    subprocess.run(["objcopy", "--only-keep-debug", program, "program.debug"], cwd=tmp_path, check=True)
    subprocess.run(["objcopy", "--strip-all", "--add-gnu-debuglink=program.debug", program],
                   cwd=tmp_path, check=True)
    assert_split(sampled(program, "tenths", ROUNDS), TENTHS, whole)


@pytest.mark.parametrize("flags", ["-O2", "-O3", "-O2 -flto", "-O3 -flto"])
@pytest.mark.parametrize("what, inner, mark, split", [
    ("templates", "spin", "template", {"70": 70, "20": 20, "10": 10}),
    ("equal templates", "spin", "template", dict.fromkeys("abcd", 25)),
    ("lambdas", "lambda", "lambda", {"70": 70, "20": 20, "10": 10}),
    ("equal lambdas", "equal lambda", "lambda", dict.fromkeys("abcd", 25))],
    ids=["templates", "equal-templates", "lambdas", "equal-lambdas"])
def test_inlined_code_has_the_shares_of_its_calls(compiled, sampled, flags, what, inner, mark, split):
    program = compiled("inlines.cpp", "-g", *flags.split(), compiler="g++")
    profile = sampled(program, what, ROUNDS)
    lines = profile.by_line("inlines.cpp")
    assert lines[line_of("inlines.cpp", inner)] > ENOUGH
    assert set(lines) <= lines_with_code(program, "inlines.cpp")
    calls = {}
    for function in profile.by_function():
        for line, samples in profile.by_call("inlines.cpp", function).items():
            calls[line] = calls.get(line, 0) + samples
    assert_shares(calls, {line_of("inlines.cpp", f"{mark} {share}"): part for share, part in split.items()})


def test_names_are_as_the_language_writes_them(compiled, sampled):
    program = compiled("inlines.cpp", "-g", "-O2", compiler="g++")
    names = sampled(program, "templates", ROUNDS).by_function()
    assert any(name and name.startswith("void numbers::Mixer<unsigned long>::spin<") or
               name and name.startswith("numbers::Mixer<unsigned long>::spin<") for name in names), names


def test_the_vdso_and_the_kernel_have_functions(sampled, count):
    clock = "import time\nfor i in range(3000000): time.monotonic()"
    profile = sampled("/usr/bin/python3", "-c", clock)
    vdso = [f for f in profile.functions.values() if profile.modules[f["module"]]["path"] == "[vdso]"]
    assert any("clock_gettime" in f.get("name", "") for f in vdso), vdso
    copying = count("dd", "if=/dev/zero", "of=/dev/null", "bs=64k", "count=60000", record=True,
                    options=["-s", "cpu-clock:k"])
    hidden = any("hides its addresses" in text for text in copying.degradations)
    assert hidden or None not in Profile(copying).by_function()
