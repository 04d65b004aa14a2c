# SPDX-License-Identifier: LGPL-2.1-or-later
"""Sources have the MD5 of their content, so that files of one name can be told apart."""
import hashlib
import os
import re
import shutil
import subprocess

import pytest

from profiles import Profile

HEADER = """static inline __attribute__((always_inline)) unsigned spin(unsigned x)
{
	for (unsigned i = 0; i < 100000000; i++)
		x ^= x * 2 + i;
	return x;
}
"""
SOURCE = """#include "spin.h"
int main(void)
{
	return spin(1) == 7;
}
"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "spin.h").write_text(HEADER)
    (tmp_path / "src" / "main.c").write_text(SOURCE)
    return tmp_path


@pytest.fixture
def hashes(count, folder):
    """Builds src/main.c, lets something happen, and samples: file name -> MD5 or None."""
    def sampled(*flags, compiler="gcc", meanwhile=lambda: None):
        subprocess.run([compiler, "-g", "-O1", *flags, "-o", "program", "src/main.c"], cwd=folder, check=True)
        meanwhile()
        sources = Profile(count(folder / "program", record=True)).sources.values()
        return {os.path.basename(source["path"]): source.get("md5") for source in sources
                if source["path"].endswith(("main.c", "spin.h"))}
    return sampled


def md5(text):
    return hashlib.md5(text.encode()).hexdigest()


AS_COMPILED = {"main.c": md5(SOURCE), "spin.h": md5(HEADER)}


def test_a_source_has_its_hash(hashes):
    assert hashes() == AS_COMPILED


def test_a_source_that_was_changed_after_the_build_has_none(hashes, folder):
    def change():
        source = folder / "src" / "spin.h"
        source.write_text(HEADER + "\n")
        later = (folder / "program").stat().st_mtime + 10
        os.utime(source, (later, later))

    assert hashes(meanwhile=change) == {"main.c": md5(SOURCE), "spin.h": None}


def test_a_source_that_is_gone_has_none(hashes, folder):
    assert hashes(meanwhile=lambda: shutil.rmtree(folder / "src")) == {"main.c": None, "spin.h": None}


@pytest.mark.parametrize("flags", ["", "-gdwarf64", "-gz=zlib", "-O0"])
def test_hashes_in_the_debug_information_are_taken(hashes, folder, flags):
    if not shutil.which("clang"):
        pytest.skip("clang is not installed")
    assert hashes("-gdwarf-5", *flags.split(), compiler="clang",
                  meanwhile=lambda: shutil.rmtree(folder / "src")) == AS_COMPILED


def test_hashes_that_an_assembler_wrote_are_taken(count, folder):
    told = "11223344556677888877665544332211"  # the same from both ends: assemblers have turned it round
    subprocess.run(["gcc", "-gdwarf-5", "-O1", "-S", "src/main.c"], cwd=folder, check=True)
    assembly = folder / "main.s"
    assembly.write_text(re.sub(r'^(\t\.file \d .*)$', rf"\1 md5 0x{told}", assembly.read_text(), flags=re.M))
    subprocess.run(["gcc", "-o", "program", "main.s"], cwd=folder, check=True)
    sources = Profile(count(folder / "program", record=True)).sources.values()
    assert {source["md5"] for source in sources if source["path"].endswith("main.c")} == {told}


def test_what_is_no_file_is_not_read(hashes, folder):
    def replace():
        source = folder / "src" / "spin.h"
        source.unlink()
        os.mkfifo(source)
        os.utime(source, (0, 0))

    assert hashes(meanwhile=replace) == {"main.c": md5(SOURCE), "spin.h": None}
