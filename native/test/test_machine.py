# SPDX-License-Identifier: LGPL-2.1-or-later
"""perfex -x and -j: the report for programs, in the form of perf stat's."""
import json
import shutil
import subprocess

import pytest

from conftest import perfex

EVENTS = ["task-clock", "page-faults", "cycles"]


def fields(*options, separator=","):
    result = perfex("-x", separator, "-e", ",".join(EVENTS), *options)
    return [line.split(separator) for line in result.stderr.splitlines()]


def objects(*options):
    return [json.loads(line) for line in perfex("-j", "-e", ",".join(EVENTS), *options).stderr.splitlines()]


def test_fields_are_those_of_perf_stat(tmp_path):
    rows = fields("true")
    assert [row[2] for row in rows] == EVENTS
    assert {len(row) for row in rows} == {7}
    assert float(rows[0][0]) > 0 and rows[0][1] == "msec"
    assert int(rows[1][0]) > 0 and rows[1][1] == ""
    assert int(rows[0][3]) == round(float(rows[0][0]) * 1e6)
    assert rows[1][4] == "100.00"


def test_a_tab_may_be_written_as_for_perf_stat():
    lines = perfex("-x", "\\t", "-e", "page-faults", "true").stderr.splitlines()
    assert [line.split("\t")[2] for line in lines] == ["page-faults"]


@pytest.mark.skipif(not shutil.which("perf"), reason="perf is not installed")
@pytest.mark.parametrize("options", [[], ["-r", "2"]])
def test_perf_stat_has_as_many_fields(options):
    perf = subprocess.run(["perf", "stat", "-x", ",", "-e", "task-clock,page-faults,cycles", *options, "true"],
                          capture_output=True, text=True)
    if perf.returncode:
        pytest.skip("perf does not run here: " + perf.stderr)
    theirs = [line.split(",") for line in perf.stderr.splitlines()]
    ours = fields(*options, "true")
    assert [len(row) for row in ours] == [len(row) for row in theirs]
    assert [[row[1], row[2]] for row in ours] == [[row[1], row[2]] for row in theirs]


@pytest.mark.skipif(not shutil.which("perf"), reason="perf is not installed")
def test_json_has_the_names_of_perf_stat():
    perf = subprocess.run(["perf", "stat", "-j", "-e", "task-clock,page-faults", "true"],
                          capture_output=True, text=True)
    if perf.returncode:
        pytest.skip("perf does not run here: " + perf.stderr)
    theirs = [json.loads(line) for line in perf.stderr.splitlines()]
    for our, their in zip(objects("true"), theirs):
        assert set(our) | {"metric-value", "metric-unit"} == set(their)
        assert our["unit"] == their["unit"] and our["event"] == their["event"]


def test_what_can_not_be_counted_is_named_as_by_perf_stat():
    result = perfex("-x", ",", "-e", "page-faults,task-clock:u", "true")
    assert result.stderr.splitlines()[1].startswith("<not supported>,msec,task-clock:u,0,")
    assert not any(line.startswith("perfex:") for line in result.stderr.splitlines())


def test_any_separator():
    assert [row[2] for row in fields("true", separator=" ; ")] == EVENTS


def test_repetitions_have_their_standard_error():
    for row in fields("-r", "3", "true"):
        assert len(row) == 8 and row[3].endswith("%")
    assert all("variance" in row for row in objects("-r", "3", "true")[:2])


def test_each_snapshot_has_all_events_and_the_last_one_the_rest():
    rows = objects("-I", "50", "sh", "-c", "sleep 0.12; :")
    times = [row["interval"] for row in rows]
    assert times == sorted(times) and times[0] >= 0.05
    assert len(set(times)) == len(rows) / len(EVENTS) >= 3
    assert [row["event"] for row in rows] == EVENTS * len(set(times))


def test_metrics_follow_the_events():
    rows = [json.loads(line) for line in perfex("-j", "-g", "SOFTWARE", "true").stderr.splitlines()]
    metrics = {row["metric"]: row for row in rows if "metric" in row}
    assert metrics["page faults per second"]["metric-unit"] == "1/s"
    assert metrics["page faults per second"]["metric-value"] > 0
    assert "event" in rows[0] and "metric" in rows[-1]


def test_quiet_is_quiet():
    assert perfex("-q", "-j", "true").stderr == ""
