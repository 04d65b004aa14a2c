# SPDX-License-Identifier: LGPL-2.1-or-later
"""The sources, the header, the library and the man pages agree with each other."""
import re
import subprocess
from pathlib import Path

import pytest

from conftest import NATIVE, PERFEX, perfex

BUILD = Path(PERFEX).parent
HEADER = (NATIVE / "include" / "perfctr.h").read_text()


def sources(*suffixes):
    return sorted(path for path in NATIVE.rglob("*")
                  if path.suffix in suffixes and path.is_file()
                  and not any(part.startswith(("build", ".")) for part in path.relative_to(NATIVE).parts))


def test_c_files_are_formatted():
    result = subprocess.run(["clang-format", "--dry-run", "-Werror", *sources(".c", ".h")],
                            capture_output=True, text=True)
    assert result.returncode == 0, result.stderr


def test_every_file_names_its_licence():
    for path in sources(".c", ".h", ".py", ".map", ".txt", ".json", ".md", ".1", ".3"):
        if path.name != "apt-packages.txt" and "corpus" not in path.parts:
            start = path.read_text()[:200]
            assert re.search('SPDX-License-Identifier"?: "?LGPL-2.1-or-later', start), path


def test_only_the_public_functions_are_exported():
    symbols = subprocess.run(["nm", "-D", "--defined-only", BUILD / "libperfctr.so"],
                             capture_output=True, text=True, check=True).stdout
    exported = set(re.findall(r" T (\w+)@@PERFCTR_3\.0", symbols))
    declared = set(re.findall(r"^[\w ]+[ *](\w+)\(", HEADER, re.M))
    assert exported == declared
    assert symbols.count(" T ") == len(exported)


@pytest.mark.parametrize("name", ["perfex", "libperfctr.so", "libperfctr-jvm.so"])
def test_binaries_need_nothing_but_libc(name):
    if name == "libperfctr-jvm.so" and not (BUILD / name).exists():
        pytest.skip("CMake found no JDK to build it with")
    dynamic = subprocess.run(["readelf", "-d", BUILD / name], capture_output=True, text=True,
                             check=True).stdout
    if "libasan" in dynamic:
        pytest.skip("this is a build with sanitizers")
    assert set(re.findall(r"NEEDED.*\[(.*)\]", dynamic)) <= {"libc.so.6", "ld-linux-x86-64.so.2"}
    assert "TEXTREL" not in dynamic
    # Each start would search it, and a wrong one is a hole.
    assert "RPATH" not in dynamic and "RUNPATH" not in dynamic


def test_library_has_a_soname():
    dynamic = subprocess.run(["readelf", "-d", BUILD / "libperfctr.so"], capture_output=True,
                             text=True, check=True).stdout
    assert "[libperfctr.so.3]" in dynamic


def test_every_public_function_has_a_man_page():
    named = set()
    for page in (NATIVE / "man").glob("*.3"):
        names = page.read_text().split(".Sh NAME")[1].split(".Nd")[0]
        named |= set(re.findall(r"^\.Nm (\w+)", names, re.M))
    assert named == set(re.findall(r"^[\w ]+[ *](\w+)\(", HEADER, re.M))


@pytest.mark.parametrize("command", ["doctor", "list", "record", "selftest"])
def test_man_pages_of_commands_are_found_by_whatis_and_show_what_to_type(command):
    page = NATIVE / "man" / f"perfex-{command}.1"
    text = subprocess.run(["man", "-E", "ascii", "-l", page], capture_output=True, text=True, check=True,
                          env={"MANWIDTH": "80", "PATH": "/usr/bin:/bin"}).stdout
    assert re.search(rf"^NAME\n +perfex-{command} -+ ", text, re.MULTILINE)
    assert re.search(rf"^SYNOPSIS\n +perfex {command}\b", text, re.MULTILINE)


@pytest.mark.parametrize("page", sorted((NATIVE / "man").iterdir()), ids=lambda page: page.name)
def test_man_pages_are_clean(page):
    result = subprocess.run(["man", "--warnings", "-E", "UTF-8", "-l", "-Tutf8", "-Z", page],
                            capture_output=True, text=True, env={"MANWIDTH": "80", "PATH": "/usr/bin:/bin"})
    assert result.stderr == ""
    assert result.returncode == 0


@pytest.mark.parametrize("command", ["", "record", "list", "doctor", "selftest"])
def test_man_pages_name_every_option(command):
    names = {"perfex", f"perfex-{command or 'record'}"}
    text = "".join((NATIVE / "man" / f"{name}.1").read_text() for name in names)
    help_text = perfex(*filter(None, [command]), "--help").stdout
    for option in re.findall(r"^  .{4}--([a-z-]+)", help_text, re.M):
        assert f"Fl -{option}" in text, option
