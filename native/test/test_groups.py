# SPDX-License-Identifier: LGPL-2.1-or-later
"""Groups of events and their metrics: the files, and what perfex makes of them."""
import json
import os
import re
import subprocess
from pathlib import Path

import pytest

from conftest import NATIVE, PERFEX, on_terminal, perfex

NAMES = Path(PERFEX).parent / "test" / "event_names"
FILES = sorted(path for path in (NATIVE / "events").glob("*.json") if path.name != "formula-vectors.json")
PROCESSORS = sorted((NATIVE / "events" / "processors").glob("*.json"))
TABLE = NATIVE.parent / "docs" / "groups.md"
PRESETS = sorted((NATIVE / "events" / "presets").glob("*.json"))
UNITS = {"%", "1/s", "CPUs", "GHz", "1/1000 instructions", "instructions/cycle", "cycles/instruction",
         "cycles/cycle", "loads/instruction", "bytes/s", "GB/s", "GFLOP/s", "operations/cycle"}
NAME = r"[A-Za-z_](?:[A-Za-z0-9_.:=]|-(?=[A-Za-z0-9_.:=]))*"
FAMILIES = {"intel", "amd", "netburst"}

by_stem = pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)


def load(path):
    return json.loads(path.read_text())


def names_in(formula):
    """The event names of a formula, whose numbers are no names."""
    return {name for name, _ in re.findall(rf"({NAME})|(\d[\d.]*)", formula) if name}


def unknown_events(names):
    """What the library says of those that it can't encode, for processors that are not here as well."""
    result = subprocess.run([NAMES], input="".join(f"{name}\n" for name in names), text=True,
                            capture_output=True, env={**os.environ, "LIBPFM_ENCODE_INACTIVE": "1"})
    assert result.returncode in (0, 1)
    return result.stdout


def own_names():
    """The presets, the software events and tsc, which are the same on all processors."""
    return {line.split()[0] for line in perfex("list", "--all").stdout.splitlines() if "::" not in line}


def on_each_pmu(events, pmus):
    own = own_names()
    return [event if event in own or re.fullmatch("r[0-9a-f]+", event) else f"{pmu}::{event}"
            for pmu in pmus for event in events]


@by_stem
def test_group_files_are_complete(path):
    group = load(path)
    assert path.stem.upper().split("-")[0] == group["group"] and group["about"].endswith(".")
    assert ("pmus" in group) == ("-" in path.stem)
    assert group["events"] and group["metrics"]
    for metric in group["metrics"]:
        assert set(metric) - {"better"} == {"name", "formula", "unit", "about", "good", "source"}
        assert metric.get("better", "lower") in ("lower", "higher")
        assert metric["unit"] in UNITS
        assert all(metric[key].endswith(".") for key in ("about", "good"))
        assert names_in(metric["formula"]) <= {*group["events"], "wall-time"}
    used = set().union(*(names_in(metric["formula"]) for metric in group["metrics"]))
    assert "pmus" not in group or used >= set(group["events"]), "an event is counted for nothing"


@by_stem
def test_events_of_groups_are_known_to_their_processors(path):
    group = load(path)
    assert unknown_events(on_each_pmu(group["events"], group.get("pmus", [""]))) == ""


def test_events_that_a_processor_lacks_are_found():
    assert "skl::RETIRED_OPS" in unknown_events(["skl::RETIRED_OPS"])
    assert "skl::L2_RQSTS:NOPE" in unknown_events(["skl::L2_RQSTS:NOPE", "skl::L2_RQSTS:MISS"])


def test_no_processor_has_two_groups_of_a_name():
    seen = [(load(path)["group"], pmu) for path in FILES for pmu in load(path).get("pmus", [])]
    assert len(seen) == len(set(seen))


@pytest.mark.parametrize("path", PRESETS, ids=lambda path: path.stem)
def test_presets_are_events_of_their_processors(path):
    presets = load(path)
    assert presets["family"] in FAMILIES and presets["about"].endswith(".") and presets["source"]
    assert set(presets["events"]) <= own_names()
    pmus = presets.get("pmus", ["netburst"])
    assert unknown_events(on_each_pmu(presets["events"].values(), pmus)) == ""


@pytest.mark.parametrize("path", PROCESSORS, ids=lambda path: path.stem)
def test_processors_are_complete_and_their_events_are_counted_by_groups(path):
    table = load(path)
    assert table["about"].endswith(".") and table["source"]
    for processor in table["processors"]:
        assert set(processor) <= {"pmu", "vendor", "family", "models", "cores"}
        assert processor.get("cores", "cpu_core") in ("cpu_core", "cpu_atom")
        groups = [load(group) for group in FILES if processor["pmu"] in load(group).get("pmus", [])]
        assert set(table["events"]) <= {event for group in groups for event in group["events"]}
    for event in table["events"].values():
        assert re.fullmatch("r[0-9a-f]+", event["code"]) and event["about"].endswith(".")


def test_no_two_files_have_an_event_of_a_processor():
    seen = [(processor["pmu"], event) for path in PROCESSORS for processor in load(path)["processors"]
            for event in load(path)["events"]]
    assert len(seen) == len(set(seen))


def test_own_facts_go_before_those_of_libpfm4():
    """libpfm4 4.13 takes this event of Ice Lake for one of cycles."""
    result = perfex("-e", "TOPDOWN:BACKEND_BOUND_SLOTS:u,page-faults", "true",
                    env={**os.environ, "LIBPFM_FORCE_PMU": "icl"})
    assert result.returncode == 0 and "TOPDOWN:BACKEND_BOUND_SLOTS:u" in result.stderr


def test_documentation_lists_the_groups_of_each_processor():
    lines = [[cell.strip(" `") for cell in line.strip("|").split("|")]
             for line in TABLE.read_text().splitlines() if line.startswith("|") and "---" not in line]
    columns = lines[0][2:]
    told = {line[1]: {name for name, cell in zip(columns, line[2:]) if cell == "yes"} for line in lines[1:]}
    there = {}
    for group in map(load, FILES):
        for pmu in group.get("pmus", []):
            there.setdefault(pmu, set()).add(group["group"])
        assert "pmus" in group or f"`{group['group']}`" in TABLE.read_text()
    assert told == there


def test_every_group_for_all_processors_is_built_in():
    text = perfex("list", "--groups").stdout
    for path in FILES:
        if "pmus" not in load(path):
            assert f"\n{path.stem.upper()}: " in "\n" + text


@pytest.mark.parametrize("pmu, groups", [
    ("nhm", {"FLOPS", "L2", "MEMORY"}), ("hsw", {"L2", "MEMORY", "TOPDOWN"}),
    ("skl", {"FLOPS", "L2", "MEMORY", "TOPDOWN"}), ("spr", {"FLOPS", "L2", "MEMORY", "TOPDOWN"}),
    ("amd64_k8_revg", {"FLOPS", "L2", "MEMORY"}), ("amd64_fam17h_zen2", {"FLOPS", "L2", "MEMORY"}),
    ("amd64_fam19h_zen4", {"FLOPS", "L2", "MEMORY", "TOPDOWN"}), ("core", set()),
    ("amd64_fam1ah_zen5", {"FLOPS", "L2", "MEMORY", "TOPDOWN"}),
    ("gnr", {"FLOPS", "L2", "MEMORY", "TOPDOWN"}), ("adl_n", {"L2", "MEMORY", "TOPDOWN"})])
def test_groups_of_a_processor_are_there_on_it_only(pmu, groups):
    text = perfex("list", "--groups", env={**os.environ, "LIBPFM_FORCE_PMU": pmu}).stdout
    names = re.findall(r"^(\w+): ", text, re.MULTILINE)
    assert set(names) & {"FLOPS", "L2", "MEMORY", "TOPDOWN"} == groups
    assert len(names) == len(set(names))


ZEN4 = {"LIBPFM_FORCE_PMU": "amd64_fam19h_zen4"}


def test_metrics_of_all_groups_are_in_columns_however_long_their_names_are():
    lines = perfex("list", "--groups", env={**os.environ, **ZEN4}).stdout.splitlines()
    metrics = [re.split("  +", line.strip()) for line in lines if line.startswith("  ")]
    assert max(len(name) for name, *_ in metrics) > 36 and {len(metric) for metric in metrics} == {3}
    rows = [line for line in lines if line.startswith("  ")]
    assert len({row.index(f"  {unit}  ") for row, (_, unit, _) in zip(rows, metrics)}) == 1
    assert len({row.rindex(f"  {about}") for row, (_, _, about) in zip(rows, metrics)}) == 1


@pytest.mark.parametrize("columns", [40, 80, 200])
def test_groups_keep_to_the_width_of_the_terminal(columns):
    lines = on_terminal("list", "--groups", "DTLB", columns=columns, NO_COLOR="1", **ZEN4).splitlines()
    long_name = "  DTLB load misses per 1000 instructions (1/1000 instructions)"
    assert all(len(line) <= columns or line == long_name for line in lines)
    beside = [line for line in lines if line.startswith(long_name + "  How many page walks")]
    assert len(beside) == (columns == 200)


def test_a_group_counts_its_events_and_reports_its_metrics(count):
    run = count("sh", "-c", "/bin/true; exit 0", options=["-g", "software"])
    assert run.events == ["task-clock", "page-faults", "minor-faults", "major-faults",
                          "context-switches", "cpu-migrations"]
    report = run.result.stderr
    used = float(re.search(r"([\d.]+)     CPUs used +CPUs", report).group(1))
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
    assert re.search(rf" {2 * faults} +double +faults\n", result.stderr)
    assert re.search(r"n/a +none\n", result.stderr) and re.search(r"n/a +missing\n", result.stderr)
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
