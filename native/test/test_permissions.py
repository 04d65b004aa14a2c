# SPDX-License-Identifier: LGPL-2.1-or-later
"""What perfex counts and says for a user without privileges."""
import shutil
import subprocess

import pytest

from conftest import PERFEX, Run, perfex


def test_user_mode_is_counted_when_the_kernel_is_forbidden(as_nobody, paranoid):
    paranoid(2)
    result = as_nobody("-e", "task-clock,page-faults,context-switches", "-o", "run", "true")
    assert result.returncode == 0
    run = Run(as_nobody.folder / "run")
    clock, faults, switches = run.header["events"]
    assert clock["scope"] == "user+kernel" and run.total("task-clock") > 0
    assert faults["scope"] == "user" and run.total("page-faults") > 0
    assert "kernel.perf_event_paranoid is 2" in switches["unavailable"]
    assert run.total("context-switches") is None
    remedies = {r["remedy"] for r in run.of("degradation")}
    assert remedies == {"sudo sysctl kernel.perf_event_paranoid=1"}
    assert "counted in user mode only: page-faults" in result.stderr


def test_the_way_out_is_told_when_nothing_can_be_counted(as_nobody, paranoid):
    paranoid(2)
    result = as_nobody("-e", "context-switches", "true")
    assert result.returncode == 125
    assert "kernel.perf_event_paranoid is 2" in result.stderr
    assert result.stderr.endswith(" (sudo sysctl kernel.perf_event_paranoid=1)\n")


def test_everything_is_counted_when_the_kernel_is_allowed(as_nobody, paranoid):
    paranoid(1)
    as_nobody("-e", "page-faults,context-switches", "-o", "run", "true")
    run = Run(as_nobody.folder / "run")
    assert [event["scope"] for event in run.header["events"]] == ["user+kernel"] * 2
    assert run.degradations == []


def test_clocks_are_counted_in_every_repetition(as_nobody, paranoid):
    paranoid(2)
    assert as_nobody("-r", "3", "-e", "task-clock,cpu-clock,page-faults", "-o", "run", "true").returncode == 0
    run = Run(as_nobody.folder / "run")
    assert [all(end["counts"]) for end in run.of("repetition-end")] == [True] * 3
    assert all(raw > 0 for end in run.of("repetition-end") for raw, _, _ in end["counts"])


def test_a_program_that_may_not_be_counted_is_told(as_nobody):
    program = as_nobody.folder / "sleep"
    shutil.copy("/bin/sleep", program)
    program.chmod(0o4755)
    result = as_nobody("-e", "task-clock", "-o", "run", "./sleep", "0.5")
    assert "counted only until it executed a program with more rights" in result.stderr
    assert Run(as_nobody.folder / "run").of("repetition-end")[0]["wall"] >= 500_000_000


def test_a_run_file_that_can_not_take_its_place_is_told_by_the_exit_status(as_nobody):
    folder = as_nobody.folder / "sticky"
    folder.mkdir()
    (folder / "run").touch()
    (folder / "run").chmod(0o666)
    folder.chmod(0o1777)
    result = as_nobody("-q", "-e", "page-faults", "-o", "sticky/run", "true")
    assert result.returncode == 125
    assert "can't write 'sticky/run': Operation not permitted; the run is in " in result.stderr


def test_record_works_without_privileges(as_nobody, paranoid):
    paranoid(2)
    result = as_nobody("record", "-e", "task-clock", "-o", "run", "sh", "-c",
                       "i=0; while [ $i -lt 200000 ]; do i=$((i+1)); done")
    assert result.returncode == 0
    assert Run(as_nobody.folder / "run").records[-1]["samples"][0] > 10


def test_a_program_is_not_run_for_samples_that_no_event_can_give(as_nobody, paranoid):
    paranoid(2)
    result = as_nobody("record", "-e", "task-clock", "-s", "context-switches", "-o", "run", "touch", "started")
    assert result.returncode == 125
    assert result.stderr == ("perfex: none of the requested events can be sampled: context-switches: "
                             "kernel.perf_event_paranoid is 2, which forbids to count what happens in the kernel "
                             "(sudo sysctl kernel.perf_event_paranoid=1)\n")
    assert [file.name for file in as_nobody.folder.iterdir()] == ["perfex"]


def test_events_that_can_not_be_sampled_do_not_hinder_the_others(as_nobody, paranoid):
    paranoid(2)
    result = as_nobody("record", "-e", "task-clock", "-s", "context-switches,cpu-clock:u", "-o", "run", "true")
    assert result.returncode == 0
    assert "not sampled: context-switches: kernel.perf_event_paranoid is 2" in result.stderr


def test_hidden_settings_of_the_kernel_do_not_hinder_counting(tmp_path):
    if subprocess.run(["unshare", "--mount", "true"], capture_output=True).returncode:
        pytest.skip("mounting needs root")
    subprocess.run(["unshare", "--mount", "sh", "-c", 'mount -t tmpfs none /proc/sys && exec "$@"', "sh",
                    PERFEX, "-q", "-e", "page-faults", "-o", tmp_path / "run", "true"], check=True)
    assert Run(tmp_path / "run").total("page-faults") > 0


def test_doctor_names_the_knob(as_nobody, paranoid):
    paranoid(2)
    text = as_nobody("doctor").stdout
    assert "no   context switches: kernel.perf_event_paranoid is 2" in text
    assert "-> sudo sysctl kernel.perf_event_paranoid=1" in text


def test_doctor_tells_what_works_in_user_mode_from_what_works_in_the_kernel(as_nobody, paranoid):
    paranoid(2)
    text = as_nobody("doctor").stdout
    assert "\n  yes  page faults\n" in text
    assert "\n  no   page faults in the kernel: kernel.perf_event_paranoid is 2" in text


@pytest.mark.parametrize("options", [[], ["--json"]])
def test_doctor_fails_where_nothing_can_be_counted(build, options):
    result = perfex("doctor", *options, under=[build("filtered")])
    assert result.returncode == 125
    assert "page faults" in result.stdout and "  yes" not in result.stdout and "true" not in result.stdout


def test_a_file_of_somebody_else_is_not_replaced(as_nobody):
    output = as_nobody.folder / "run"
    output.write_text("root's\n")
    result = as_nobody("-o", "run", "true")
    assert result.returncode == 125
    assert "can't write 'run': Permission denied" in result.stderr
    assert output.read_text() == "root's\n"


def test_a_filter_of_system_calls_is_not_taken_for_the_paranoid_level(build):
    filtered = [build("filtered")]
    counted = perfex("-e", "page-faults", "true", under=filtered)
    assert counted.returncode == 125 and "seccomp" in counted.stderr
    for result in (counted, perfex("doctor", under=filtered)):
        assert "--cap-add PERFMON" in result.stdout + result.stderr
        assert "paranoid=" not in result.stdout + result.stderr
