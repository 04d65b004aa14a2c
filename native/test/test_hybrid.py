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


def perfex_on_hybrid(*arguments, pmus="adl_glc,adl_grt"):
    """Runs perfex where the kernel seems to have the PMUs of a hybrid processor."""
    script = f"""
        mount -t tmpfs none {DEVICES} && mkdir {DEVICES}/cpu_core {DEVICES}/cpu_atom &&
        echo 4 > {DEVICES}/cpu_core/type && echo 10 > {DEVICES}/cpu_atom/type && exec "$@"
    """
    return subprocess.run(["unshare", "--mount", "sh", "-c", script, "sh", PERFEX, *arguments],
                          capture_output=True, text=True, timeout=60,
                          env={**os.environ, "LIBPFM_FORCE_PMU": pmus})


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


def test_groups_count_the_events_that_each_kind_of_core_has():
    result = perfex_on_hybrid("-g", "L2,CLOCK", "true")
    assert result.returncode == 0, result.stderr
    for name in ("cpu_core::L2_RQSTS:DEMAND_DATA_RD_MISS", "cpu_atom::MEM_LOAD_UOPS_RETIRED:L2_MISS",
                 "cpu_core::instructions", "cpu_atom::instructions"):
        assert f" {name} " in result.stderr
    assert "cpu_atom::L2_RQSTS" not in result.stderr and "cpu_core::MEM_LOAD_UOPS" not in result.stderr


def test_metrics_are_computed_for_each_kind_of_core():
    text = perfex_on_hybrid("list", "--groups").stdout
    for kind in ("cpu_core", "cpu_atom"):
        for name in ("IPC", "L2 load miss rate", "retiring"):
            assert text.count(f"\n  {name} ({kind}) ") == 1
    assert "\n  CPUs used  " in text


def test_what_the_kernel_counts_is_of_no_kind_of_core():
    result = perfex_on_hybrid("-e", "cpu_core::page-faults", "true")
    assert result.returncode == 125
    assert "cpu_core::page-faults" in result.stderr


def test_other_processors_have_no_kinds_of_cores():
    result = subprocess.run([PERFEX, "-e", "cpu_atom::cycles", "true"], capture_output=True, text=True)
    assert result.returncode == 125
    assert "no event 'cpu_atom::cycles'" in result.stderr
