# SPDX-License-Identifier: LGPL-2.1-or-later
"""perfex -p: counting processes that run already."""
import os
import resource
import signal
import subprocess
import time

import pytest

from conftest import PERFEX, Run, growing_run, perfex

PAGES = 100


class Steps:
    """The program steps, which does what it is told."""

    def __init__(self, program):
        self.process = subprocess.Popen([program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0)
        self.pid = self.process.pid
        self("pPtc")  # so that what happens for the first time has happened

    def __call__(self, letters):
        for letter in letters.encode():
            self.process.stdin.write(bytes([letter]))
            assert self.process.stdout.read(1) == bytes([letter])

    def end(self):
        self.process.stdin.close()
        return self.process.wait(timeout=20)

    def threads(self):
        return sorted(int(tid) for tid in os.listdir(f"/proc/{self.pid}/task"))


@pytest.fixture
def steps(build):
    started = Steps(build("steps"))
    yield started
    started.process.kill()
    started.process.wait()
    started.process.stdout.close()


@pytest.fixture
def attached(tmp_path):
    """Attaches perfex, which has begun to count on return."""
    processes = []

    def attach(pid, *options):
        process = subprocess.Popen([PERFEX, "-e", "page-faults", "-o", tmp_path / "run", "-p", str(pid), *options],
                                   stderr=subprocess.PIPE, text=True)
        processes.append(process)
        growing_run(tmp_path / "run")
        return process
    yield attach
    for process in processes:
        process.kill()
        process.communicate()


def finished(process, tmp_path, status=0):
    process.wait(timeout=20)
    assert process.returncode == status
    run = Run(tmp_path / "run")
    assert run.complete
    return run


def between(value, least, most):
    assert least <= value <= most, f"{value} is not from {least} to {most}"


def test_threads_and_children_are_counted_each_for_itself(steps, attached, tmp_path):
    process = attached(steps.pid)
    threads = steps.threads()
    steps("ppPPPtc")
    process.send_signal(signal.SIGINT)
    run = finished(process, tmp_path)
    tasks = run.of("task")
    assert [task["tid"] for task in tasks[:2]] == threads
    assert "parent" not in tasks[0] and tasks[1]["parent"] == 1
    faults = run.tasks("page-faults")
    between(faults[1], 2 * PAGES, 2 * PAGES + 60)
    between(faults[2], 3 * PAGES, 3 * PAGES + 5)
    between(faults[3], PAGES, PAGES + 20)
    between(faults[4], PAGES, PAGES + 60)
    assert len(faults) == 4
    run.assert_adds_up()
    assert [end.get("alive", False) for end in run.of("task-end")] == [False, False, True, True]


def test_the_program_runs_on_and_has_no_status(steps, attached, tmp_path):
    process = attached(steps.pid)
    process.terminate()
    run = finished(process, tmp_path)
    assert run.header["attached"] == [steps.pid]
    assert run.header["command"] == [steps.process.args[0].as_posix()]
    assert run.header["directory"] == os.getcwd()
    assert "exit" not in run.end and "signal" not in run.end
    steps("p")
    assert steps.end() == 0


def test_it_ends_with_the_process(steps, attached, tmp_path):
    process = attached(steps.pid)
    steps("pP")
    steps.end()
    run = finished(process, tmp_path)
    run.assert_adds_up()
    assert not any(end.get("alive") for end in run.of("task-end"))
    between(run.tasks("page-faults")[2], PAGES, PAGES + 5)


def test_it_ends_with_the_given_program(steps, attached, tmp_path):
    process = attached(steps.pid, "sh", "-c", "exit 3")
    assert finished(process, tmp_path, status=3).end["exit"] == 3
    steps("p")


def test_the_given_program_outlives_the_process(steps, attached, tmp_path):
    process = attached(steps.pid, "sh", "-c", f"while [ ! -e {tmp_path}/go ]; do sleep 0.01; done; exit 4")
    steps.end()
    growing_run(tmp_path / "run", '"end"')
    (tmp_path / "go").touch()
    assert "exit" not in finished(process, tmp_path, status=4).end


def test_what_a_living_thread_counts_is_never_given_to_another(steps, attached, tmp_path):
    process = attached(steps.pid)
    steps("plP")
    process.send_signal(signal.SIGINT)
    run = finished(process, tmp_path)
    counts = {end["task"]: end["counts"][0] for end in run.of("task-end")}
    assert counts[1] is None and counts[3] is None
    between(counts[2][0], PAGES, PAGES + 5)
    between(run.total("page-faults"), 3 * PAGES, 3 * PAGES + 80)
    assert any("2 tasks have no counts of their own: they still run" in text for text in run.degradations)


def test_no_thread_is_told_twice_while_threads_come_and_go(build, tmp_path):
    """Attached to while it was started, a thread would appear, and count, as its parent's child as well."""
    program = subprocess.Popen([build("touch"), "thread", "10000000", "0"])
    try:
        for _ in range(3):
            result = perfex("-q", "-e", "page-faults", "-o", tmp_path / "run", "-p", program.pid, "sleep", "0.1")
            assert result.returncode == 0
            tids = [task["tid"] for task in Run(tmp_path / "run").of("task")]
            assert len(tids) > 10
            assert len(set(tids)) == len(tids)
    finally:
        program.kill()
        program.wait()


def test_many_threads_need_more_files_than_usual(steps, tmp_path):
    """Only perfex itself gets them."""
    steps(100 * "l")
    result = perfex("-q", "-e", "page-faults,task-clock", "-o", tmp_path / "run", "-p", steps.pid, "sh", "-c",
                    "ulimit -n", preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (200, 4096)))
    assert result.stdout == "200\n"
    assert len(Run(tmp_path / "run").of("task")) == 102


def test_repetitions_with_a_program(steps, tmp_path):
    assert perfex("-q", "-r", "3", "-o", tmp_path / "run", "-p", steps.pid, "true").returncode == 0
    run = Run(tmp_path / "run")
    assert len(run.of("repetition-end")) == 3
    assert [task["task"] for task in run.of("task")] == [1, 2, 3, 4, 5, 6]


def test_lines_of_a_running_process_are_sampled(build, tmp_path):
    program = subprocess.Popen([build("spin", "-g", "-O1")], stdout=subprocess.DEVNULL)
    try:
        result = perfex("record", "-q", "-o", tmp_path / "run", "-p", program.pid, "sleep", "0.3")
    finally:
        program.kill()
        program.wait()
    run = Run(tmp_path / "run")
    assert result.returncode == 0
    names = {function["function"]: function.get("name") for function in run.of("function")}
    assert {"mix"} & {names[line["function"]] for line in run.of("line")}
    assert sum(line["samples"][0] for line in run.of("line")) == run.records[-1]["samples"][0] > 0


def test_snapshots(steps, attached, tmp_path):
    process = attached(steps.pid, "-I", "20")
    growing_run(tmp_path / "run", '"snapshot"')
    steps("p")
    time.sleep(0.05)
    process.terminate()
    run = finished(process, tmp_path)
    faults = [snapshot["counts"][0][0] for snapshot in run.of("snapshot")]
    assert faults == sorted(faults) and faults[-1] <= run.total("page-faults")


@pytest.mark.parametrize("arguments, text", [
    (["-p", "abc"], "--pid 'abc': expected process ids"),
    (["-p", "1,"], "--pid '1,': expected process ids"),
    (["-p", "4194305"], "there is no process 4194305"),
    (["-p", "1", "-a"], "exclude each other"),
    (["-p", "1", "-r", "2"], "need a program"),
])
def test_bad_processes_are_refused(arguments, text):
    result = perfex(*arguments)
    assert result.returncode == 125
    assert text in result.stderr


def test_a_thread_is_no_process(steps):
    thread = steps.threads()[1]
    result = perfex("-p", thread)
    assert result.returncode == 125
    assert f"{thread}" in result.stderr and "process" in result.stderr


def test_somebody_elses_process_may_not_be_counted(steps, as_nobody):
    result = as_nobody("-p", steps.pid)
    assert result.returncode == 125
    assert f"process {steps.pid} may not be counted" in result.stderr
    assert "CAP_PERFMON" in result.stderr
