# SPDX-License-Identifier: LGPL-2.1-or-later
"""The program under perfex behaves as without it, and perfex ends as the program does."""
import json
import os
import resource
import signal
import subprocess
import time
from collections import Counter
from pathlib import Path
from random import Random

import pytest

from conftest import PERFEX, SCHEMA, Run, growing_run, perfex


def few_files(soft, hard):
    return {"preexec_fn": lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))}


def test_perfex_may_open_more_files_than_usual_and_the_program_may_not(tmp_path):
    result = perfex("record", "-q", "-e", "page-faults", "-o", tmp_path / "run", "sh", "-c", "ulimit -n",
                    **few_files(9, 4096))
    assert (result.returncode, result.stdout, result.stderr) == (0, "9\n", "")
    assert Run(tmp_path / "run").complete


def test_too_few_files_are_told_with_the_way_out(tmp_path):
    result = perfex("record", "-q", "-e", "page-faults", "-o", tmp_path / "run", "true", **few_files(12, 12))
    assert result.returncode == 125
    assert "Too many open files: 'ulimit -n' is how many" in result.stderr


def test_streams_pass_through():
    result = perfex("-q", "sh", "-c", "cat; echo error >&2", input="text\n")
    assert result.stdout == "text\n"
    assert result.stderr == "error\n"


@pytest.mark.parametrize("status", [0, 1, 42, 125, 255])
def test_exit_status_is_the_programs(count, status):
    run = count("sh", "-c", f"exit {status}")
    assert run.result.returncode == status
    assert run.end["exit"] == status


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL, signal.SIGSEGV, signal.SIGABRT])
def test_perfex_dies_of_the_programs_signal(count, number):
    run = count("sh", "-c", f"ulimit -c 0; kill -{number} $$")
    assert run.result.returncode == -number
    assert run.end["signal"] == number
    assert run.complete


def test_options_after_the_program_are_the_programs():
    result = perfex("-q", "echo", "-o", "--help")
    assert result.stdout == "-o --help\n"


def test_a_program_named_like_a_command_runs_after_two_dashes(tmp_path):
    (tmp_path / "list").write_text("#!/bin/sh\necho mine\n")
    (tmp_path / "list").chmod(0o755)
    environment = {**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}"}
    assert perfex("-q", "--", "list", env=environment).stdout == "mine\n"
    assert perfex("--", "list", env=environment).stdout == "mine\n"


def test_environment_and_directory_are_the_programs(tmp_path):
    result = perfex("-q", "sh", "-c", 'echo "$MARK"; pwd', cwd=tmp_path,
                    env={**os.environ, "MARK": "here"})
    assert result.stdout == f"here\n{tmp_path}\n"


def test_the_program_has_no_files_open_but_its_own():
    fds = "ls -l /proc/self/fd | wc -l"
    expected = subprocess.run(["sh", "-c", fds], capture_output=True, text=True, stdin=subprocess.DEVNULL)
    assert perfex("-q", "sh", "-c", fds, stdin=subprocess.DEVNULL).stdout == expected.stdout


def test_the_program_has_the_signal_state_of_perfex():
    state = ["grep", "^Sig[BI]", "/proc/self/status"]
    expected = subprocess.run(state, capture_output=True, text=True)
    assert perfex("-q", *state).stdout == expected.stdout


def test_ignored_sigchld_does_not_lose_the_exit_status():
    def ignore():
        signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    assert perfex("-q", "sh", "-c", "exit 9", preexec_fn=ignore).returncode == 9


def start_signals(build, tmp_path, *options):
    process = subprocess.Popen([PERFEX, "-o", tmp_path / "run", *options, build("signals")],
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "ready\n"
    return process


@pytest.mark.parametrize("name", ["HUP", "INT", "QUIT", "USR1", "USR2"])
def test_signals_for_perfex_reach_the_program_once(build, tmp_path, name):
    process = start_signals(build, tmp_path)
    process.send_signal(getattr(signal, "SIG" + name))
    assert process.stdout.readline() == name + "\n"
    process.send_signal(signal.SIGTERM)
    assert process.communicate(timeout=20)[0] == "TERM\n"
    assert process.returncode == 7
    assert Run(tmp_path / "run").complete


@pytest.mark.parametrize("own_group", [[], ["setsid"]], ids=["same-group", "own-group"])
def test_ctrl_c_on_a_terminal_reaches_the_program_once(build, own_group):
    master, slave = os.openpty()

    def take_terminal():
        os.setsid()
        os.close(os.open(os.ttyname(slave), os.O_RDWR))

    process = subprocess.Popen([PERFEX, "-q", *own_group, build("signals")], stdin=slave,
                               stdout=subprocess.PIPE, text=True, preexec_fn=take_terminal)
    assert process.stdout.readline() == "ready\n"
    os.write(master, b"\x03")
    assert process.stdout.readline() == "INT\n"
    time.sleep(0.1)
    process.send_signal(signal.SIGTERM)
    assert process.communicate(timeout=20)[0] == "TERM\n"
    os.close(slave)
    os.close(master)


def test_signals_for_the_group_leave_no_tasks_of_perfex(tmp_path):
    script = "trap : USR1; for i in 1 2 3; do sleep 0.2; kill -USR1 0; done"
    subprocess.run([PERFEX, "-q", "-e", "page-faults", "-o", tmp_path / "run", "bash", "-c", script],
                   start_new_session=True, check=True)
    assert len(Run(tmp_path / "run").of("task")) == 4


def takes_no_signal(pid):
    """It has taken all that it was sent: signals that wait become one."""
    return "\nShdPnd:\t0000000000000000\n" in Path(f"/proc/{pid}/status").read_text()


@pytest.mark.parametrize("name", ["HUP", "INT", "USR1"])
def test_a_signal_for_the_whole_group_reaches_the_program_once(build, name):
    process = subprocess.Popen([PERFEX, "-q", build("signals")], stdout=subprocess.PIPE, text=True,
                               start_new_session=True)
    assert process.stdout.readline() == "ready\n"
    os.killpg(process.pid, getattr(signal, "SIG" + name))
    assert process.stdout.readline() == name + "\n"
    wait_until(lambda: takes_no_signal(process.pid))
    os.killpg(process.pid, signal.SIGTERM)
    assert process.communicate(timeout=20)[0] == "TERM\n"
    assert process.returncode == 7


def test_a_program_in_a_group_of_its_own_gets_what_perfex_group_is_sent(build):
    process = subprocess.Popen([PERFEX, "-q", "setsid", build("signals")], stdout=subprocess.PIPE, text=True,
                               start_new_session=True)
    assert process.stdout.readline() == "ready\n"
    os.killpg(process.pid, signal.SIGTERM)
    assert process.communicate(timeout=20)[0] == "TERM\n"


def test_die_together_kills_the_program_with_perfex(build, tmp_path):
    process = start_signals(build, tmp_path, "--die-together")
    pid = growing_run(tmp_path / "run").of("task")[0]["pid"]
    process.kill()
    # The end of its standard output is the program's.
    process.communicate(timeout=20)
    wait_until(lambda: not is_alive(pid))


def is_alive(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_die_together_changes_nothing_else(count):
    run = count("sh", "-c", "exit 5", options=["--die-together", "-r", "2"])
    assert run.result.returncode == 5 and run.complete


def test_sigterm_to_perfex_ends_the_program_and_keeps_the_counts(tmp_path):
    process = subprocess.Popen([PERFEX, "-q", "-o", tmp_path / "run", "sh", "-c", "echo; exec sleep 60"],
                               stdout=subprocess.PIPE)
    process.stdout.readline()
    process.terminate()
    assert process.wait(timeout=20) == -signal.SIGTERM
    run = Run(tmp_path / "run")
    assert run.complete and run.end["signal"] == signal.SIGTERM
    assert run.total("page-faults") > 0


def test_killed_perfex_leaves_the_program_alone_and_a_readable_file(build, tmp_path):
    process = start_signals(build, tmp_path)
    pid = growing_run(tmp_path / "run").of("task")[0]["pid"]
    process.kill()
    process.wait()
    assert not Run(tmp_path / "run").complete
    os.kill(pid, signal.SIGUSR1)
    assert process.stdout.readline() == "USR1\n"
    os.kill(pid, signal.SIGTERM)
    assert process.stdout.readline() == "TERM\n"


MOMENTS = 100


def test_perfex_killed_at_any_moment_harms_nobody(tmp_path):
    """The program runs on, nobody is left behind, and what was written is readable."""
    random = Random(1)
    states = Counter()
    for _ in range(MOMENTS):
        output = tmp_path / "run"
        for path in tmp_path.iterdir():
            path.unlink()
        process = subprocess.Popen([PERFEX, "-q", "-e", "page-faults", "-I", "1", "-o", output, "sh", "-c",
                                    f"echo $$; exec >&-; sleep 0.02; : >{tmp_path}/done"],
                                   stdout=subprocess.PIPE, text=True, start_new_session=True)
        time.sleep(random.uniform(0, 0.03))
        process.kill()
        process.wait()
        started = process.stdout.read()
        wait_until(lambda: not session(process.pid))
        assert (tmp_path / "done").exists() == bool(started)
        assert {path.name for path in tmp_path.iterdir()} <= {"run", "done"}
        states[state_of(output)] += 1
    print(states)


def state_of(output):
    """A file of whole records; without an end it is incomplete, which is how a loss is told."""
    if not output.exists():
        return "none"
    lines = output.read_text().splitlines(keepends=True)
    records = [json.loads(line) for line in lines if line.endswith("\n")]
    for record in records:
        SCHEMA.validate(record)
    assert records[0]["type"] == "header"
    return "complete" if records[-1]["type"] == "end" else "incomplete"


def session(leader):
    """The processes of a session that have not ended, by id and name."""
    found = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            name, rest = stat.read_text().rsplit(")", 1)
        except (FileNotFoundError, ProcessLookupError):
            continue
        state, _, _, sid = rest.split()[:4]
        if int(sid) == leader and state != "Z":
            found[int(stat.parent.name)] = name.split("(", 1)[1]
    return found


def wait_until(condition):
    deadline = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < deadline, "it does not come"
        time.sleep(0.005)


def test_no_helper_is_left_behind(build):
    process = subprocess.Popen([PERFEX, "-q", build("signals")], stdout=subprocess.PIPE, text=True,
                               start_new_session=True)
    assert process.stdout.readline() == "ready\n"
    names = set(session(process.pid).values())
    assert names == {"perfex", "perfex-witness", "signals"}
    process.terminate()
    process.communicate(timeout=20)
    wait_until(lambda: not session(process.pid))


def test_missing_program():
    for name in ("no-such-program", "./no-such-program", "/no/such/program", ""):
        result = perfex(name)
        assert result.returncode == 127
        assert f"can't find '{name}'" in result.stderr


def make(path, text, mode):
    path.write_text(text)
    path.chmod(mode)
    return path


@pytest.mark.parametrize("text, mode, reason", [
    ("#!/bin/sh\n", 0o644, "it is not executable"),
    ("#!/no/such/interpreter -x\n", 0o755, "its interpreter '/no/such/interpreter' can't be executed"),
])
def test_not_executable(tmp_path, text, mode, reason):
    script = make(tmp_path / "script", text, mode)
    result = perfex("-o", tmp_path / "run", script)
    assert result.returncode == 126
    assert reason in result.stderr
    assert sorted(tmp_path.iterdir()) == [script]


def test_a_directory_is_not_executable(tmp_path):
    result = perfex(tmp_path)
    assert result.returncode == 126
    assert "it is a directory" in result.stderr


def test_a_script_without_a_first_line_is_run_by_the_shell(tmp_path):
    script = make(tmp_path / "script", "echo shell\n", 0o755)
    assert perfex("-q", script).stdout == "shell\n"
