# SPDX-License-Identifier: LGPL-2.1-or-later
"""Repetitions, warm-up runs and snapshots."""
import re
import signal
import subprocess

import pytest

from conftest import PERFEX, Run, growing_run, perfex


def test_each_repetition_is_kept_raw(count):
    run = count("sh", "-c", "/bin/true; exit 0", options=["-r", "4"])
    assert run.complete
    assert [r["repetition"] for r in run.of("repetition")] == [1, 2, 3, 4]
    ends = run.of("repetition-end")
    assert [r["repetition"] for r in ends] == [1, 2, 3, 4]
    assert [r["task"] for r in run.of("task")] == list(range(1, 9))
    assert len(run.of("task-end")) == 8
    for number, end in enumerate(ends):
        tasks = run.of("task-end")[2 * number:2 * number + 2]
        for index, total in enumerate(end["counts"]):
            assert total[0] == sum(task["counts"][index][0] for task in tasks)


def test_report_has_mean_and_interval(count):
    run = count("true", options=["-r", "5"], events="page-faults")
    faults = [end["counts"][0][0] for end in run.of("repetition-end")]
    mean, margin = re.search(r"([\d,.]+) +page-faults +\+- +([\d.]+) %", run.result.stderr).groups()
    assert float(mean.replace(",", "")) == pytest.approx(sum(faults) / 5, abs=0.05)
    assert float(margin) >= 0
    assert "(5 repetitions" in run.result.stderr


@pytest.mark.parametrize("options", [[], ["-j"], ["-x", ","]])
def test_a_mean_is_not_rounded_to_a_whole_number(count, tmp_path, options):
    once = f"[ -e '{tmp_path}/ran' ] || exec ls >'{tmp_path}/ran'"
    run = count("sh", "-c", once, options=["-r", "7", *options], events="page-faults")
    faults = [end["counts"][0][0] for end in run.of("repetition-end")]
    mean = next(float(word) for word in re.findall(r"[\d.]+", run.result.stderr.split("repetitions")[-1])
                if abs(float(word) - sum(faults) / 7) < 1)
    assert mean == pytest.approx(sum(faults) / 7, abs=0.05)


def test_warm_ups_are_not_counted(count, tmp_path):
    run = count("sh", "-c", f"echo >>{tmp_path}/ran", options=["-r", "2", "-W", "3"])
    assert (tmp_path / "ran").read_text() == 5 * "\n"
    assert len(run.of("repetition-end")) == 2


def test_profile_adds_up_over_repetitions(count, build):
    run = count(build("touch"), "fork", 3, 50, record=True,
                options=["-s", "page-faults", "-c", "1", "-r", "3"])
    index = run.events.index("page-faults")
    total = sum(end["counts"][index][0] for end in run.of("repetition-end"))
    assert run.records[-1]["samples"] == [total]
    assert sum(line["samples"][0] for line in run.of("line")) == total


def test_the_last_status_is_perfexs(tmp_path):
    script = f"echo >>{tmp_path}/n; exit $(wc -l <{tmp_path}/n)"
    assert perfex("-q", "-r", "3", "sh", "-c", script).returncode == 3


def test_a_crash_ends_the_repetitions(count):
    run = count("sh", "-c", "kill -9 $$", options=["-r", "3"])
    assert run.result.returncode == -signal.SIGKILL
    assert run.complete and len(run.of("repetition-end")) == 1
    assert "1 of 3 repetitions were made: the program was ended by a signal" in run.degradations


def test_a_signal_for_perfex_ends_the_repetitions(build, tmp_path):
    process = subprocess.Popen([PERFEX, "-q", "-r", "5", "-o", tmp_path / "run", build("signals")],
                               stdout=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "ready\n"
    process.terminate()
    assert process.communicate(timeout=20)[0] == "TERM\n"
    assert process.returncode == 7
    run = Run(tmp_path / "run")
    assert len(run.of("repetition-end")) == 1
    assert "1 of 5 repetitions were made: perfex was told to end by a signal" in run.degradations


def test_a_program_that_vanishes_keeps_what_was_counted(tmp_path):
    program = tmp_path / "once"
    program.write_text('#!/bin/sh\nrm "$0"\n')
    program.chmod(0o755)
    result = perfex("-o", tmp_path / "run", "-r", "2", program)
    assert result.returncode == 127
    run = Run(tmp_path / "run")
    assert run.complete and len(run.of("repetition-end")) == 1
    assert "1 of 2 repetitions were made: the program could not be started again" in run.degradations


def test_what_every_repetition_lacks_is_told_once(count):
    run = count("sh", "-c", "sleep 0.3 &", options=["-r", "3"])
    text = "1 tasks outlived the program: what they counted until its end is in the totals only"
    assert run.degradations == [text]
    assert run.result.stderr.count(text) == 1


def test_snapshots_grow_and_stay_below_the_end(count):
    run = count("sh", "-c", "for i in 1 2 3 4 5 6; do /bin/true; sleep 0.1; done", options=["-I", "50"])
    snapshots = run.of("snapshot")
    assert len(snapshots) >= 3
    faults = [s["counts"][1][0] for s in snapshots] + [run.total("page-faults")]
    assert faults == sorted(faults) and faults[0] < faults[-1]
    times = [s["time"] for s in snapshots]
    assert times == sorted(times)


def test_snapshots_are_printed_as_they_come(count):
    run = count("sleep", "0.25", options=["-I", "50"], events="page-faults")
    rows = [line.split() for line in run.result.stderr.splitlines() if re.match(r" +\d+\.\d{3} ", line)]
    printed = sum(int(row[1].replace(",", "")) for row in rows)
    assert printed == run.of("snapshot")[-1]["counts"][0][0]
    assert run.result.stderr.splitlines()[0].split() == ["seconds", "page-faults"]


def test_snapshots_are_in_the_file_while_the_program_runs(build, tmp_path):
    process = subprocess.Popen([PERFEX, "-q", "-I", "10", "-o", tmp_path / "run", build("signals")],
                               stdout=subprocess.PIPE, text=True)
    process.stdout.readline()
    growing_run(tmp_path / "run", '"snapshot"')
    process.terminate()
    process.communicate(timeout=20)
    assert process.returncode == 7


@pytest.mark.parametrize("option", ["-r", "-W", "-I"])
def test_numbers_are_checked(option):
    result = perfex(option, "0", "true")
    assert result.returncode == 125
    assert "expected a whole number from 1" in result.stderr
