# SPDX-License-Identifier: LGPL-2.1-or-later
"""What perfex counts and says for a user without privileges."""
import ctypes
import struct

import pytest

from conftest import Run, perfex


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


def test_record_works_without_privileges(as_nobody, paranoid):
    paranoid(2)
    result = as_nobody("record", "-e", "task-clock", "-o", "run", "sh", "-c",
                       "i=0; while [ $i -lt 200000 ]; do i=$((i+1)); done")
    assert result.returncode == 0
    assert Run(as_nobody.folder / "run").records[-1]["samples"][0] > 10


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


def forbid_perf_event_open():
    """As a container's seccomp filter does, with EPERM."""
    libc, allow, forbid, number = ctypes.CDLL(None), 0x7fff0000, 0x00050001, 298
    filters = struct.pack("HBBI" * 4, 0x20, 0, 0, 0, 0x15, 0, 1, number, 0x06, 0, 0, forbid, 0x06, 0, 0, allow)
    buffer = ctypes.create_string_buffer(filters)
    program = struct.pack("HxxxxxxP", 4, ctypes.addressof(buffer))
    assert libc.prctl(38, 1, 0, 0, 0) == 0 and libc.prctl(22, 2, program) == 0


@pytest.mark.parametrize("options", [[], ["--json"]])
def test_doctor_fails_where_nothing_can_be_counted(options):
    result = perfex("doctor", *options, preexec_fn=forbid_perf_event_open)
    assert result.returncode == 125
    assert "page faults" in result.stdout and "  yes" not in result.stdout and "true" not in result.stdout


def test_a_file_of_somebody_else_is_not_replaced(as_nobody):
    output = as_nobody.folder / "run"
    output.write_text("root's\n")
    result = as_nobody("-o", "run", "true")
    assert result.returncode == 125
    assert "can't write 'run': Permission denied" in result.stderr
    assert output.read_text() == "root's\n"
