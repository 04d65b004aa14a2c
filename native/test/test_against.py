# SPDX-License-Identifier: LGPL-2.1-or-later
"""perfex --against: two programs in alternation."""
import re

import pytest

from conftest import Run, perfex


def compared(tmp_path, against, *command, options=("-e", "page-faults"), name="run.perfrun"):
    result = perfex("-o", tmp_path / name, *options, "--against", against, "--", *command)
    return result, Run(tmp_path / name), Run(tmp_path / name.replace("run", "run.against", 1))


def row(result, name):
    line = next(line for line in result.stderr.splitlines() if line.startswith(f"  {name} "))
    return re.split(r" {2,}", line.strip())


def test_two_runs_come_out_marked_as_a_pair(tmp_path):
    result, program, against = compared(tmp_path, "sh -c 'exit 0'", "true", options=["-r", "5", "-e", "page-faults"])
    assert result.returncode == 0
    assert program.header["command"] == ["true"] and against.header["command"] == ["sh", "-c", "exit 0"]
    assert program.complete and against.complete
    assert len(program.of("repetition-end")) == len(against.of("repetition-end")) == 5
    ours, theirs = program.header["pair"], against.header["pair"]
    assert ours["id"] == theirs["id"]
    assert (ours["side"], theirs["side"]) == ("program", "against")
    assert (ours["file"], theirs["file"]) == ("run.against.perfrun", "run.perfrun")


def test_they_take_turns_and_swap_who_is_first(tmp_path):
    log = tmp_path / "log"
    compared(tmp_path, f"sh -c 'echo B >>{log}'", "sh", "-c", f"echo A >>{log}", options=["-r", "4", "-W", "1"])
    assert log.read_text().split() == list("AB" + "ABBAABBA")


def test_without_a_number_there_are_ten_pairs(tmp_path):
    _, program, against = compared(tmp_path, "true", "true")
    assert len(program.of("repetition-end")) == len(against.of("repetition-end")) == 10


def test_fewer_page_faults_are_better(build, tmp_path):
    touch = build("touch")
    result, _, _ = compared(tmp_path, f"{touch} fork 2 2000", touch, "fork", "2", "200")
    name, program, against, change, interval, verdict = row(result, "page-faults")
    assert verdict == "better"
    assert float(change.split()[0]) < -50
    low, high = (float(bound) for bound in re.findall(r"[-+][\d.]+", interval))
    assert low <= float(change.split()[0]) <= high
    assert row(compared(tmp_path, f"{touch} fork 2 200", touch, "fork", "2", "2000")[0], "page-faults")[-1] == "worse"


def test_the_same_count_is_noise(build, tmp_path):
    touch = build("touch")
    result, _, _ = compared(tmp_path, f"{touch} fork 2 20000", touch, "fork", "2", "20000")
    assert row(result, "page-faults")[-1] == "noise"


def test_few_pairs_have_no_verdict(tmp_path):
    result, _, _ = compared(tmp_path, "true", "true", options=["-e", "page-faults", "-r", "3"])
    assert row(result, "page-faults")[-1] == "no verdict"
    assert "too few for a verdict" in result.stderr


def test_what_is_not_counted_is_told_once(tmp_path):
    result, program, against = compared(tmp_path, "true", "true", options=["-e", "page-faults,task-clock:u", "-r", "4"])
    assert result.stderr.count("not counted: ") == 1
    assert len(program.degradations) == len(against.degradations) == 1
    assert row(result, "task-clock:u")[1:3] == ["n/a", "n/a"]


def test_metrics_are_compared(tmp_path):
    result, _, _ = compared(tmp_path, "true", "true", options=["-g", "SOFTWARE", "-r", "4"])
    assert row(result, "CPUs used (CPUs)")
    assert row(result, "wall-time (ns)")


def test_failing_programs_are_told(tmp_path):
    result, _, _ = compared(tmp_path, "sh -c 'exit 4'", "true")
    assert result.returncode == 0
    assert "'sh' ended with the status 4" in result.stderr
    assert compared(tmp_path, "true", "sh", "-c", "exit 6")[0].returncode == 6


def test_a_crash_ends_the_pairs(tmp_path):
    result, program, against = compared(tmp_path, "sh -c 'kill -9 $$'", "true")
    assert len(against.of("repetition-end")) == 1
    reason = "1 of 10 repetitions were made: one of the two programs was ended by a signal, or could not be started"
    assert reason in program.degradations and reason in against.degradations
    assert result.stderr.count(reason) == 1
    assert "perfex: 'sh' was ended by a signal: Killed\n" in result.stderr
    assert "\n  1 pair, in alternation" in result.stderr


def test_a_missing_program_leaves_no_file(tmp_path):
    result = perfex("-o", tmp_path / "run.perfrun", "--against", "no-such-program", "--", "no-such-program")
    assert result.returncode == 127
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("against, text", [
    ("", "expected a command"), ("'", "quoted as in a shell"), ("a | b", "quoted as in a shell"),
    ("echo $(true)", "quoted as in a shell"), ("$no_such_variable", "a variable in it is not set"),
])
def test_bad_commands_are_refused(against, text):
    result = perfex("--against", against, "true")
    assert result.returncode == 125
    assert text in result.stderr


@pytest.mark.parametrize("options", [["-a"], ["-p", "1"], ["-I", "10"], ["-j"], ["-x", ","]])
def test_what_does_not_go_together_is_refused(options):
    result = perfex("--against", "true", *options, "true")
    assert result.returncode == 125
    assert "--against and " in result.stderr and "exclude each other" in result.stderr
