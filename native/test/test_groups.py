# SPDX-License-Identifier: LGPL-2.1-or-later
"""Groups of events and their metrics: the files, and what perfex makes of them."""
import json
import os
import re

import pytest

from conftest import NATIVE, perfex

FILES = sorted(path for path in (NATIVE / "events").glob("*.json") if path.name != "formula-vectors.json")
UNITS = {"%", "1/s", "CPUs", "GHz", "1/1000 instructions", "instructions/cycle", "cycles/instruction",
         "cycles/cycle", "loads/instruction", "bytes/s"}
NAME = re.compile(r"[A-Za-z_](?:[A-Za-z0-9_.:=]|-(?=[A-Za-z0-9_.:=]))*")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_group_files_are_complete(path):
    group = json.loads(path.read_text())
    assert group["group"] == path.stem.upper() and group["about"].endswith(".")
    assert group["events"] and group["metrics"]
    for metric in group["metrics"]:
        assert set(metric) - {"better"} == {"name", "formula", "unit", "about", "good", "source"}
        assert metric.get("better", "lower") in ("lower", "higher")
        assert metric["unit"] in UNITS
        assert all(metric[key].endswith(".") for key in ("about", "good"))
        used = set(NAME.findall(re.sub(r"\b\d[\d.]*", "", metric["formula"])))
        assert used <= {*group["events"], "wall-time"}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_events_of_groups_are_known(path):
    for event in json.loads(path.read_text())["events"]:
        assert perfex("list", "--all", event).returncode == 0


def test_every_group_is_built_in():
    text = perfex("list", "--groups").stdout
    for path in FILES:
        assert f"\n{path.stem.upper()}: " in "\n" + text


def test_a_group_counts_its_events_and_reports_its_metrics(count):
    run = count("sh", "-c", "/bin/true; exit 0", options=["-g", "software"])
    assert run.events == ["task-clock", "page-faults", "minor-faults", "major-faults",
                          "context-switches", "cpu-migrations"]
    report = run.result.stderr
    used = float(re.search(r"([\d.]+)  CPUs used \(CPUs\)", report).group(1))
    assert used == pytest.approx(run.total("task-clock") / run.end["wall"], rel=1e-3)


def own_groups(tmp_path, text, name="mine.json"):
    folder = tmp_path / "perfctr" / "groups"
    folder.mkdir(parents=True)
    (folder / name).write_text(text)
    return {**os.environ, "XDG_CONFIG_HOME": str(tmp_path)}


def test_own_groups_are_found_and_hide_built_in_ones(tmp_path):
    environment = own_groups(tmp_path, json.dumps({
        "group": "SOFTWARE", "events": ["page-faults", "task-clock:u"],
        "metrics": [{"name": "double", "formula": "2 * page-faults", "unit": "faults"},
                    {"name": "missing", "formula": "page-faults / task-clock:u"},
                    {"name": "none", "formula": "page-faults / (page-faults - page-faults)"}]}))
    result = perfex("-g", "Software", "true", env=environment)
    faults = int(re.search(r"(\d+) +page-faults", result.stderr).group(1))
    assert f"{2 * faults}  double (faults)" in result.stderr
    assert "n/a  none\n" in result.stderr and "n/a  missing\n" in result.stderr
    assert "CPUs used" not in result.stderr


@pytest.mark.parametrize("text, reason", [
    ("{", "expected"), ("[]", "expected"), ('{"group": "X"}', "expected"),
    ('{"group": "X", "events": []}', "expected"), ('{"group": "X", "events": [1]}', "no name"),
    ('{"group": "X", "events": ["a"], "metrics": [{}]}', "needs a"),
    ('{"group": "X", "events": ["a"], "metrics": [{"name": "m", "formula": "a +"}]}',
     "the formula of 'm' is wrong at column 4"),
])
def test_damaged_group_files_are_named(tmp_path, text, reason):
    result = perfex("-g", "SOFTWARE", "true", env=own_groups(tmp_path, text))
    assert result.returncode == 125
    assert "mine.json" in result.stderr and reason in result.stderr


@pytest.mark.parametrize("names, text", [("nope", "no group 'nope'"), ("", "no group ''"),
                                         ("IPC,", "no group ''"), ("IP", "no group 'IP'")])
def test_unknown_groups_are_told(names, text):
    result = perfex("-g", names, "true")
    assert result.returncode == 125
    assert text in result.stderr
