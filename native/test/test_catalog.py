# SPDX-License-Identifier: LGPL-2.1-or-later
"""perfex list, perfex doctor and perfex selftest."""
import json
import os

import pytest

from conftest import on_terminal, perfex


def test_list_shows_what_can_be_counted_here():
    text = perfex("list").stdout
    assert "task-clock" in text and "page-faults" in text
    assert "not here" not in text


def test_list_finds_by_part_and_by_pattern():
    lines = perfex("list", "FAULTS").stdout.splitlines()
    assert {line.split()[0] for line in lines} >= {"page-faults", "minor-faults", "major-faults"}
    lines = perfex("list", "m*-faults").stdout.splitlines()
    assert [line.split()[0] for line in lines] == ["minor-faults", "major-faults"]


def test_list_all_has_the_native_events_of_other_processors():
    text = perfex("list", "--all", "INST_RETIRED").stdout
    assert len(text.splitlines()) > 20
    assert "not here" in text


@pytest.mark.parametrize("options", [[], ["--groups"], ["--all", "branch-"]])
def test_list_on_a_terminal_keeps_to_its_width(options):
    text = on_terminal("list", *options, columns=70, NO_COLOR="1")
    assert max(map(len, text.splitlines())) <= 70
    assert "\033[1m" in on_terminal("list", *options)


def test_list_on_a_terminal_says_how_to_see_the_rest():
    assert "'perfex list --all' shows them" in on_terminal("list")


def test_list_says_when_nothing_matches():
    result = perfex("list", "no-such-event")
    assert result.returncode == 125
    assert "no event matches 'no-such-event'" in result.stderr


def test_doctor_tells_each_finding():
    findings = json.loads(perfex("doctor", "--json").stdout)
    assert findings["backend"]["name"] == "perf" and findings["backend"]["why"]
    by_name = {f["about"]: f for f in findings["findings"]}
    assert by_name["processor time"]["works"] is True
    for finding in findings["findings"]:
        assert finding["works"] or finding["reason"]
    text = perfex("doctor").stdout
    assert all(name in text for name in by_name)


def test_a_backend_can_be_forced_and_its_absence_is_told():
    result = perfex("true", env={"PATH": "/usr/bin:/bin", "PERFCTR_BACKEND": "perf"})
    assert result.returncode == 0
    result = perfex("true", env={"PATH": "/usr/bin:/bin", "PERFCTR_BACKEND": "nonsense"})
    assert result.returncode == 125
    assert "'nonsense'" in result.stderr and "'perf' and 'driver'" in result.stderr


@pytest.mark.skipif(os.path.exists("/dev/perfctr"), reason="the driver is loaded here")
def test_the_driver_can_only_be_forced_where_it_is_loaded():
    result = perfex("true", env={"PATH": "/usr/bin:/bin", "PERFCTR_BACKEND": "driver"})
    assert result.returncode == 125
    assert "can't be used: the driver is not loaded (/dev/perfctr does not exist)\n" in result.stderr
    assert result.stderr.count("\n") == 1
    text = perfex("doctor", env={"PATH": "/usr/bin:/bin"}).stdout
    assert "through the backend 'perf': the driver is not loaded" in text


def test_selftest_finds_this_machine_right():
    result = perfex("selftest")
    assert result.returncode == 0, result.stdout
    assert "right   1,000 pages touched first" in result.stdout
    assert "right   100 sleeps" in result.stdout
    assert ", 0 wrong, " in result.stdout


def test_events_of_other_machines_are_pointed_to():
    result = perfex("list", "no-such-event-*")
    assert "no event matches" in result.stderr
    hidden = perfex("list", "--all", "hsw::*")
    assert hidden.returncode == 0 and "[not here: " in hidden.stdout
    result = perfex("list", "hsw::*")
    assert result.returncode == 125
    assert "'perfex list --all' shows them" in result.stderr


def test_selftest_takes_no_arguments():
    assert perfex("selftest", "all").returncode == 125
