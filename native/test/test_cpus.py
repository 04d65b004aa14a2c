# SPDX-License-Identifier: LGPL-2.1-or-later
"""perfex -a and -C: counting CPUs, whoever runs there."""
import os
import signal
import subprocess

import pytest

from conftest import PERFEX, Run, growing_run, perfex


def online():
    cpus = []
    with open("/sys/devices/system/cpu/online") as file:
        for part in file.read().split(","):
            first, _, last = part.partition("-")
            cpus += range(int(first), int(last or first) + 1)
    return cpus


def counted(tmp_path, *options):
    result = perfex("-q", "-e", "task-clock,page-faults", "-o", tmp_path / "run", *options)
    run = Run(tmp_path / "run")
    run.result = result
    return run


def test_all_cpus_count_all_the_time(tmp_path):
    run = counted(tmp_path, "-a", "sh", "-c", "sleep 0.1; exit 3")
    assert run.result.returncode == 3 and run.end["exit"] == 3
    assert run.header["cpus"] == online()
    assert [end["cpu"] for end in run.of("cpu-end")] == online()
    for end in run.of("cpu-end"):
        assert end["counts"][0][0] >= 100_000_000
    assert run.of("task") == []


def test_one_cpu_is_named(tmp_path):
    cpu = online()[-1]
    assert f"\n  CPU {cpu}, whoever ran there: true\n" in perfex("-e", "task-clock", "-C", cpu, "true").stderr


def test_the_total_is_the_sum_of_the_cpus(tmp_path):
    run = counted(tmp_path, "-a", "true")
    for index, total in enumerate(run.end["counts"]):
        assert total == [sum(end["counts"][index][part] for end in run.of("cpu-end")) for part in range(3)]


def test_one_cpu_counts_what_runs_there_only(build, tmp_path):
    """A program that is bound to a CPU faults on that one."""
    cpu = online()[-1]
    run = counted(tmp_path, "-C", cpu, "taskset", "-c", cpu, build("touch"), "fork", "2", "5000")
    assert run.header["cpus"] == [cpu]
    assert run.total("page-faults") >= 5000
    if cpu != 0:
        assert counted(tmp_path, "-C", "0", "taskset", "-c", cpu, build("touch"), "fork", "2",
                       "5000").total("page-faults") < run.total("page-faults")


def test_without_a_program_it_ends_with_a_signal(tmp_path):
    process = subprocess.Popen([PERFEX, "-q", "-a", "-I", "20", "-o", tmp_path / "run"])
    growing_run(tmp_path / "run", '"snapshot"')
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=20) == 0
    run = Run(tmp_path / "run")
    assert run.complete and run.header["command"] == []
    assert "exit" not in run.end and "signal" not in run.end


def test_repetitions(tmp_path):
    run = counted(tmp_path, "-a", "-r", "3", "true")
    assert len(run.of("repetition-end")) == 3
    assert len(run.of("cpu-end")) == 3 * os.cpu_count()


@pytest.mark.parametrize("cpus, text", [
    ("x", "expected CPUs such as"), ("3-1", "expected CPUs such as"), ("", "expected CPUs such as"),
    ("1-", "expected CPUs such as"), ("-1", "expected CPUs such as"), ("100000", "there is no CPU 100000"),
])
def test_bad_cpus_are_refused(cpus, text):
    result = perfex("-C", cpus, "true")
    assert result.returncode == 125
    assert text in result.stderr


def hits(run, **wanted):
    """How many samples are in functions with these fields."""
    functions = {record["function"] for record in run.of("function") if wanted.items() <= record.items()}
    return sum(line["samples"][0] for line in run.of("line") if line["function"] in functions)


def test_recording_samples_the_kernel_and_who_runs_already(build, tmp_path):
    """The shell has been mapped before perfex looks, and spin is while it does."""
    shell = os.path.realpath("/bin/sh")
    with subprocess.Popen([shell, "-c", "while :; do :; done"]) as before:
        perfex("record", "-q", "-a", "-o", tmp_path / "run", build("spin", "-g", "-O1"))
        before.kill()
    run = Run(tmp_path / "run")
    modules = {record["path"]: record["module"] for record in run.of("module")}
    assert run.header["cpus"] == online() and run.of("task") == []
    assert run.header["sampling"][0]["event"] == "cpu-clock"
    assert hits(run, name="hot") and hits(run, module=modules[shell]) and hits(run, module=modules["[kernel]"])
    assert hits(run) == run.of("end")[0]["samples"][0]


def test_recording_one_cpu_leaves_the_others_out(build, tmp_path):
    first, last = online()[0], online()[-1]
    if first == last:
        pytest.skip("this machine has one CPU")
    for cpu, expected in ((first, False), (last, True)):
        perfex("record", "-q", "-C", cpu, "-o", tmp_path / f"run{cpu}", "taskset", "-c", last, build("spin"))
        assert bool(hits(Run(tmp_path / f"run{cpu}"), name="hot")) == expected


def test_who_may_not_count_cpus_is_told_why(as_nobody):
    result = as_nobody("-e", "page-faults", "-a", "true")
    assert result.returncode == 125
    assert "kernel.perf_event_paranoid=0" in result.stderr
    result = as_nobody("record", "-q", "-a", "-e", "task-clock", "true")
    assert result.returncode == 125
    assert "kernel.perf_event_paranoid=0" in result.stderr
