# SPDX-License-Identifier: LGPL-2.1-or-later
"""Processors with two kinds of cores, by a stand-in for what the kernel says of its PMUs."""
import os
import subprocess

import pytest

from conftest import PERFEX

DEVICES = "/sys/bus/event_source/devices"

pytestmark = pytest.mark.skipif(os.geteuid() != 0 or subprocess.run(
    ["unshare", "--mount", "mount", "-t", "tmpfs", "none", "/mnt"], capture_output=True).returncode != 0,
    reason="mounting needs root")


def perfex_on_hybrid(*arguments):
    """Runs perfex where the kernel seems to have the PMUs of a hybrid processor."""
    script = f"""
        mount -t tmpfs none {DEVICES} && mkdir {DEVICES}/cpu_core {DEVICES}/cpu_atom &&
        echo 4 > {DEVICES}/cpu_core/type && echo 10 > {DEVICES}/cpu_atom/type && exec "$@"
    """
    return subprocess.run(["unshare", "--mount", "sh", "-c", script, "sh", PERFEX, *arguments],
                          capture_output=True, text=True, timeout=60)


def test_presets_are_counted_for_each_kind_of_core():
    result = perfex_on_hybrid("-e", "page-faults,instructions:u,task-clock", "true")
    assert result.returncode == 0, result.stderr
    names = [line.split()[1] for line in result.stderr.splitlines()
             if line.split()[1:] and "::" in line and not line.startswith("perfex:")]
    assert names == ["cpu_core::instructions:u", "cpu_atom::instructions:u"]
    assert "page-faults" in result.stderr and "task-clock" in result.stderr


def test_one_kind_of_core_can_be_named():
    result = perfex_on_hybrid("-e", "page-faults,cpu_atom::cycles", "true")
    assert result.returncode == 0, result.stderr
    assert "cpu_atom::cycles" in result.stderr and "cpu_core" not in result.stderr


def test_what_the_kernel_counts_is_of_no_kind_of_core():
    result = perfex_on_hybrid("-e", "cpu_core::page-faults", "true")
    assert result.returncode == 125
    assert "cpu_core::page-faults" in result.stderr


def test_other_processors_have_no_kinds_of_cores():
    result = subprocess.run([PERFEX, "-e", "cpu_atom::cycles", "true"], capture_output=True, text=True)
    assert result.returncode == 125
    assert "no event 'cpu_atom::cycles'" in result.stderr
