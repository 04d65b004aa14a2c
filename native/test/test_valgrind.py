# SPDX-License-Identifier: LGPL-2.1-or-later
"""perfex reads and frees no memory that it must not, and loses none, as valgrind sees it."""
import shutil
import subprocess

import pytest

from conftest import PERFEX

ERROR = 99
VALGRIND = ["valgrind", "--quiet", f"--error-exitcode={ERROR}", "--leak-check=full",
            "--errors-for-leak-kinds=definite,indirect,possible", "--child-silent-after-fork=yes"]
TREE = ["sh", "-c", "for i in 1 2 3; do /bin/true; done"]
LOOP = ["sh", "-c", "i=0; while [ $i -lt 100000 ]; do i=$((i+1)); done"]


@pytest.fixture(autouse=True)
def needed():
    if not shutil.which("valgrind"):
        pytest.skip("valgrind is not installed (Debian: valgrind)")
    if "libasan" in subprocess.run(["ldd", PERFEX], capture_output=True, text=True).stdout:
        pytest.skip("perfex is built with AddressSanitizer, which does not run in valgrind")


def under_valgrind(folder, *arguments):
    return subprocess.run([*VALGRIND, PERFEX, *arguments], cwd=folder, capture_output=True, text=True,
                          timeout=300)


@pytest.mark.parametrize("arguments", [
    ["-e", "task-clock,page-faults", *TREE],
    ["-g", "SOFTWARE", "-r", "3", "-W", "1", "-I", "10", "-o", "run", "sleep", "0.03"],
    ["-x", ",", *TREE],
    ["-j", *TREE],
    ["-a", "-e", "task-clock", "sleep", "0.03"],
    ["--against", "true", "-r", "4", "-o", "run", "true"],
    ["record", "-o", "run", *LOOP],
    ["record", "--call-graph", "dwarf", "-o", "run", *LOOP],
    ["record", "-a", "-o", "run", "sleep", "0.03"],
    ["list"],
    ["list", "--all"],
    ["list", "--groups"],
    ["doctor"],
    ["doctor", "--json"],
    ["--help"],
], ids=" ".join)
def test_it_is_clean(tmp_path, arguments):
    result = under_valgrind(tmp_path, *arguments)
    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize("arguments", [
    ["-e", "no-such-event", "true"],
    ["-g", "NO-SUCH-GROUP", "true"],
    ["-p", "999999999"],
    ["-r", "3", "-o", "no-such-folder/run", "true"],
    ["--against", "no-such-program", "true"],
    ["-o", "/dev/full", "true"],
    ["list", "no-such-event"],
    ["no-such-program"],
], ids=" ".join)
def test_it_is_clean_when_it_fails(tmp_path, arguments):
    result = under_valgrind(tmp_path, *arguments)
    assert result.returncode in (125, 127), result.stderr


def test_it_is_clean_in_running_processes(tmp_path):
    with subprocess.Popen(["sleep", "60"]) as process:
        result = under_valgrind(tmp_path, "-p", str(process.pid), "-e", "page-faults", "sleep", "0.03")
        process.kill()
    if "Function not implemented" in result.stderr:
        pytest.skip("this valgrind does not know pidfd_open()")
    assert result.returncode == 0, result.stderr


def test_it_is_clean_when_it_tests_itself(tmp_path):
    # valgrind touches pages of its own, so that counts may be wrong.
    assert under_valgrind(tmp_path, "selftest").returncode in (0, 1)
