# SPDX-License-Identifier: LGPL-2.1-or-later
"""What is installed, and programs that are built against it."""
import os
import re
import subprocess
from pathlib import Path

import pytest

from conftest import NATIVE, PERFEX

BUILD = Path(PERFEX).parent


@pytest.fixture(scope="session")
def installed(tmp_path_factory, sanitized):
    """The folder that stands for / after an installation with DESTDIR."""
    if sanitized:
        pytest.skip("programs without the sanitizers' runtime can't use a library that is built with them")
    root = tmp_path_factory.mktemp("root")
    subprocess.run(["cmake", "--install", BUILD], check=True, capture_output=True,
                   env={**os.environ, "DESTDIR": str(root)})
    return root


def find(root, name):
    return next(root.rglob(name))


def test_everything_is_installed_below_destdir(installed):
    names = {path.name for path in installed.rglob("*")}
    assert {"perfex", "libperfctr.so", "libperfctr.so.3", "libperfctr.a", "perfctr.h", "perfctr.pc",
            "perfctr-config.cmake", "perfex.1", "vperfctr_open.3"} <= names


def pkg_config(root, *options):
    folder = find(root, "perfctr.pc").parent
    text = subprocess.run(["pkg-config", *options, "perfctr"], capture_output=True, text=True, check=True,
                          env={**os.environ, "PKG_CONFIG_PATH": str(folder),
                               "PKG_CONFIG_SYSROOT_DIR": str(root)}).stdout
    return text.split()


def example(root, tmp_path, name, *flags):
    program = tmp_path / name
    subprocess.run(["gcc", "-Wall", "-Wextra", "-Werror", *flags, "-o", program, NATIVE / "examples" / f"{name}.c",
                    *pkg_config(root, "--cflags", "--libs", *(["--static"] if "-static" in flags else []))],
                   check=True)
    return program


def run(root, *command):
    folder = find(root, "libperfctr.so.3").parent
    return subprocess.run(command, capture_output=True, text=True, check=True,
                          env={**os.environ, "LD_LIBRARY_PATH": str(folder)}).stdout


def test_a_program_counts_itself(installed, tmp_path):
    output = run(installed, example(installed, tmp_path, "self"))
    assert int(re.search(r"page-faults: (\d+)", output).group(1)) >= 256


def test_a_program_is_linked_statically(installed, tmp_path):
    program = example(installed, tmp_path, "self", "-static")
    assert "task-clock" in subprocess.run([program], capture_output=True, text=True, check=True).stdout


def test_perfex_finds_the_libraries_that_are_installed_with_it(installed, tmp_path):
    perfex = find(installed, "perfex")
    java = tmp_path / "java"
    java.write_text('#!/bin/sh\necho "$1"\n')
    java.chmod(0o755)
    output = subprocess.run([perfex, "record", "-q", "-e", "task-clock", "-o", tmp_path / "run", java],
                            capture_output=True, text=True, check=True).stdout
    agent = re.fullmatch("-agentpath:(.*)=.*\n", output)
    assert agent and Path(agent[1]).samefile(find(installed, "libperfctr-jvm.so"))
    assert find(installed, "libZydis.so.4.0").parent.samefile(Path(agent[1]).parent)


@pytest.mark.parametrize("function", ["vperfctr_open", "vperfctr_read_ctrs", "gethrvtime", "perfctr_error"])
def test_every_function_has_a_page_of_its_name(installed, function):
    page = find(installed, f"{function}.3")
    text = subprocess.run(["man", "-M", page.parent.parent, "3", function], capture_output=True, text=True,
                          check=True).stdout
    assert re.search(rf"^NAME\n[^—]*\b{function}\b", text, re.M)


def test_a_program_counts_another_with_its_tasks(installed, tmp_path):
    output = run(installed, example(installed, tmp_path, "tree"), "sh", "-c", "/bin/true; exit 0")
    tasks = [int(number) for number in re.findall(r"task \d+: (\d+)", output)]
    assert len(tasks) == 2
    assert sum(tasks) == int(re.search(r"all: (\d+)", output).group(1))


def test_the_example_in_the_manual_compiles_and_runs(installed, tmp_path):
    page = (NATIVE / "man" / "vperfctr_open.3").read_text()
    text = re.search(r"^\.Bd -literal.*?\n(.*?)^\.Ed", page, re.M | re.S)[1].replace("\\e", "\\")
    (tmp_path / "example.c").write_text(text)
    subprocess.run(["gcc", "-Wall", "-Wextra", "-Werror", "-o", tmp_path / "example", tmp_path / "example.c",
                    *pkg_config(installed, "--cflags", "--libs")], check=True)
    assert re.fullmatch(r"task-clock: \d+\npage-faults: \d+\n", run(installed, tmp_path / "example"))


@pytest.mark.parametrize("library", ["perfctr", "perfctr-static"])
def test_a_cmake_project_finds_the_package(installed, tmp_path, library):
    (tmp_path / "CMakeLists.txt").write_text(f"""
cmake_minimum_required(VERSION 3.18)
project(user C)
find_package(perfctr 3 REQUIRED)
add_executable(self {NATIVE}/examples/self.c)
target_link_libraries(self PRIVATE perfctr::{library})
""")
    folder = find(installed, "perfctr-config.cmake").parent
    subprocess.run(["cmake", "-S", tmp_path, "-B", tmp_path / "build", f"-Dperfctr_DIR={folder}"],
                   check=True, capture_output=True)
    subprocess.run(["cmake", "--build", tmp_path / "build"], check=True, capture_output=True)
    assert "task-clock" in run(installed, tmp_path / "build" / "self")
