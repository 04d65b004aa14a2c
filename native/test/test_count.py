# SPDX-License-Identifier: LGPL-2.1-or-later
"""What perfex counts, for whom, and how it tells what it could not count."""
import collections
import functools
import json
import os
import subprocess
from pathlib import Path

import pytest

from conftest import PERFEX, perfex


@pytest.fixture(params=["all-are-followed", "trackers-are-inherited"])
def count(request, count):
    """perfex follows all tasks of the machine if it may, else only those that inherit what tells of them."""
    if request.param == "all-are-followed":
        return count
    request.getfixturevalue("paranoid")(1)
    return functools.partial(count, under=["setpriv", "--bounding-set=-perfmon,-sys_admin"])


def test_options_that_name_something_may_be_given_again(count):
    run = count("true", events="task-clock", record=True,
                options=["-e", "page-faults", "-e", "context-switches,minor-faults",
                         "-s", "page-faults", "-s", "cpu-clock:u"])
    assert run.events == ["task-clock", "page-faults", "context-switches", "minor-faults"]
    assert [sampled["event"] for sampled in run.header["sampling"]] == ["page-faults", "cpu-clock:u"]
    groups = count("true", options=["-g", "SOFTWARE", "-g", "IPC"]).result.stderr
    assert "\n  SOFTWARE\n" in groups and "\n  IPC\n" in groups


def test_sum_over_tasks_is_the_total(count):
    run = count("sh", "-c", "ls / >/dev/null; for i in 1 2 3 4; do true & /bin/true; done; wait",
                events="task-clock,page-faults,context-switches,cpu-migrations")
    assert run.complete
    assert len(run.of("task-end")) == len(run.of("task")) == 10
    run.assert_adds_up()


@pytest.mark.parametrize("mode, tasks, pages", [
    ("fork", 6, 100), ("thread", 6, 100), ("family", 6, 100), ("orphan", 6, 100), ("kill", 6, 100),
    ("fork", 1000, 1)])
def test_pages_are_counted_in_the_task_that_touches_them(count, build, mode, tasks, pages):
    run = count(build("touch"), mode, tasks, pages, events="page-faults")
    names = run.tasks()
    faults = {names[task]: count for task, count in run.tasks("page-faults").items()}
    # The first task touches what all share; the others do the same but for their own pages.
    same = collections.Counter(faults[f"touch-{n * pages}"] - n * pages for n in range(1, tasks))
    # A kernel that is short of memory may take a page away, which is touched once more then.
    assert same.most_common(1)[0][1] >= (tasks - 1) * 0.99, same
    run.assert_adds_up()


def test_a_thousand_children_are_each_counted(count, build):
    run = count(build("touch"), "fork", 1000, 0, events="task-clock,page-faults")
    assert len(run.of("task-end")) == 1001
    assert run.degradations == []
    run.assert_adds_up()


def test_many_tasks_at_once_are_each_counted(count):
    script = "for j in 1 2 3 4; do (for i in $(seq 250); do (:); done) & done; wait"
    run = count("bash", "-c", script, events="task-clock,page-faults,context-switches")
    assert len(run.of("task-end")) == len(run.of("task")) >= 1005
    run.assert_adds_up()


def test_tasks_have_their_parents_and_names(count):
    run = count("sh", "-c", "/bin/true; exit 0")
    root, child = run.of("task")
    assert "parent" not in root
    assert child["parent"] == root["task"]
    assert run.tasks() == {1: "sh", 2: "true"}


def test_a_thread_that_execs_takes_over_its_process(count, build):
    run = count(build("exec_in_thread"))
    assert run.end["exit"] == 0
    assert "true" in run.tasks().values()
    assert run.degradations == []
    run.assert_adds_up()


def test_tasks_of_others_are_not_the_programs(count):
    others = subprocess.Popen(["sh", "-c", "while :; do /bin/true; (:); done"])
    try:
        run = count("sh", "-c", "for i in $(seq 50); do /bin/true; done")
    finally:
        others.kill()
        others.wait()
    assert run.tasks() == {1: "sh", 2: "seq", **dict.fromkeys(range(3, 53), "true")}
    assert run.degradations == []
    run.assert_adds_up()


def test_tasks_that_outlive_the_program_are_told(count):
    run = count("sh", "-c", "sleep 0.5 >/dev/null 2>&1 & exit 0")
    assert run.complete
    assert any("1 tasks outlived the program" in text for text in run.degradations)
    assert run.total("page-faults") >= sum(run.tasks("page-faults").values())


def test_wall_time_is_that_of_the_program(count):
    run = count("sleep", "0.2")
    assert 200_000_000 <= run.end["wall"] < 2_000_000_000
    assert run.total("task-clock") < run.end["wall"]


def test_running_is_enabled_for_software_events(count):
    run = count("true")
    for raw, enabled, running in run.end["counts"]:
        assert enabled == running > 0


@pytest.mark.parametrize("events", ["task-clock,page-faults", "page-faults,task-clock"])
def test_the_task_clock_is_the_time_of_each_task_beside_another_event(count, build, events):
    run = count(build("touch"), "fork", 20, 5, events=events)
    clock = run.events.index("task-clock")
    for record in run.of("task-end") + [run.end]:
        raw, enabled, running = record["counts"][clock]
        assert raw == enabled == running > 0
    run.assert_adds_up()


def test_user_and_kernel_add_up_to_both(count, build):
    run = count(build("touch"), "fork", 2, 50, events="page-faults,page-faults:u,page-faults:k")
    assert run.total("page-faults") == run.total("page-faults:u") + run.total("page-faults:k")
    assert [event["scope"] for event in run.header["events"]] == ["user+kernel", "user", "kernel"]


def test_virtual_tsc_runs_at_a_constant_rate(count):
    if not Path("/sys/bus/event_source/devices/msr/events/tsc").exists():
        pytest.skip("this kernel has no msr/tsc/")
    run = count("sh", "-c", "i=0; while [ $i -lt 100000 ]; do i=$((i+1)); done",
                events="tsc,task-clock")
    assert 0.1 < run.total("tsc") / run.total("task-clock") < 10


def test_header_tells_what_was_run_and_where(count, tmp_path):
    run = count("true", "a b", "ü")
    assert run.header["command"] == ["true", "a b", "ü"]
    assert run.header["directory"] == str(Path.cwd())
    assert run.header["host"]["kernel"] == os.uname().release
    assert run.header["backend"]["name"] == "perf"
    assert run.header["backend"]["why"]


def test_arguments_that_are_no_text_do_not_hurt(tmp_path):
    output = tmp_path / "run"
    result = subprocess.run([PERFEX, "-q", "-o", output, "true", b"a\xffb"])
    assert result.returncode == 0
    header = json.loads(output.read_text().splitlines()[0])
    assert header["command"] == ["true", "a\ufffdb"]


def test_unknown_event_names_the_nearest(tmp_path):
    result = perfex("-e", "page-fautls", "-o", tmp_path / "run", "touch", tmp_path / "ran")
    assert result.returncode == 125
    assert "no event 'page-fautls'" in result.stderr and "page-faults" in result.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("events, text", [
    ("", "empty name"), ("task-clock,", "empty name"), ("task-clock,,page-faults", "empty name"),
    ("page-faults,page-faults", "named twice"), ("page-faults:x", "modifier 'x'"),
    ("context-switches:u", "never happens in user mode"),
])
def test_bad_event_lists_are_refused(events, text):
    result = perfex("-e", events, "true")
    assert result.returncode == 125
    assert text in result.stderr


def no_hardware():
    return not any(Path("/sys/bus/event_source/devices", pmu).exists() for pmu in ("cpu", "cpu_core"))


def test_events_of_missing_hardware_are_told_and_the_rest_is_counted(count):
    if not no_hardware():
        pytest.skip("this machine has hardware counters")
    run = count("true", events="page-faults,cycles,r003c")
    assert run.total("page-faults") > 0
    assert run.total("cycles") is None and run.total("r003c") is None
    for event in run.header["events"][1:]:
        assert event["unavailable"] == "this machine has no hardware counters"
    assert len(run.degradations) == 1
    assert run.result.stderr.count("not counted: cycles, r003c") == 1


def test_nothing_to_count_is_an_error_before_the_program_starts(tmp_path):
    if not no_hardware():
        pytest.skip("this machine has hardware counters")
    result = perfex("-e", "cycles", "touch", tmp_path / "ran")
    assert result.returncode == 125
    assert "no hardware counters" in result.stderr
    assert not (tmp_path / "ran").exists()


def test_a_clock_is_not_split_by_mode(count):
    run = count("true", events="task-clock:u,page-faults")
    assert run.total("task-clock:u") is None
    assert any("a clock can't be counted by mode" in text for text in run.degradations)


def test_events_of_other_processors_are_told(count):
    lines = perfex("list", "--all", "INST_RETIRED").stdout.splitlines()
    foreign = next(line.split()[0] for line in lines if "another processor" in line)
    run = count("true", events=f"page-faults,{foreign}")
    assert "another processor" in run.header["events"][1]["unavailable"]


def test_events_that_do_not_fit_together_are_told_with_a_split(count):
    names = [f"{name}:{mode}" for name in ("cycles", "instructions", "branches", "branch-misses", "llc-misses",
                                           "llc-loads") for mode in "uk"]
    run = count("true", events=",".join(["page-faults", *names]))
    if any("unavailable" in event for event in run.header["events"]):
        pytest.skip("this machine has no hardware counters: nothing is multiplexed")
    told = [record for record in run.of("degradation") if "don't fit" in record["text"]]
    assert len(told) == 1
    turns = told[0]["remedy"].split(": ", 1)[1].split(" | ")
    assert len(turns) > 1 and sorted(",".join(turns).split(",")) == sorted(run.events)
