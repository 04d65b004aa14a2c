# SPDX-License-Identifier: LGPL-2.1-or-later
"""Runs perfex through its command line, and reads and checks the run files that it writes."""
import fcntl
import json
import os
import pty
import shutil
import signal
import struct
import subprocess
import termios
import time
from pathlib import Path

import jsonschema
import pytest

NATIVE = Path(__file__).resolve().parent.parent
NOBODY = 65534
PARANOID = Path("/proc/sys/kernel/perf_event_paranoid")
PERFEX = os.environ.get("PERFEX", str(NATIVE / "build" / "perfex"))
SCHEMA = jsonschema.Draft202012Validator(
    json.loads((NATIVE.parent / "docs" / "run-file.schema.json").read_text()))


class Run:
    """A run file: its records, each valid by the schema, and what the tests ask of them."""

    def __init__(self, path):
        text = Path(path).read_text()
        self.records = [json.loads(line) for line in text.splitlines()]
        for record in self.records:
            SCHEMA.validate(record)
        self.header = self.records[0]
        assert self.header["type"] == "header"
        self.events = [event["name"] for event in self.header["events"]]

    def of(self, kind):
        return [record for record in self.records if record["type"] == kind]

    @property
    def complete(self):
        return self.records[-1]["type"] == "end"

    @property
    def end(self):
        return self.of("repetition-end")[-1]

    @property
    def degradations(self):
        return [record["text"] for record in self.of("degradation")]

    def total(self, event):
        count = self.end["counts"][self.events.index(event)]
        return count[0] if count else None

    def tasks(self, event=None):
        """The names of the tasks by number, or with an event their counts of it."""
        if event is None:
            return {record["task"]: record["name"] for record in self.of("task-name")}
        index = self.events.index(event)
        return {record["task"]: record["counts"][index][0] for record in self.of("task-end")}

    def assert_adds_up(self):
        for index, total in enumerate(self.end["counts"]):
            if total is None:
                continue
            for part in range(3):
                assert total[part] == sum(r["counts"][index][part] for r in self.of("task-end"))


def perfex(*arguments, under=(), **options):
    options = {"capture_output": True, "text": True, "timeout": 300, **options}
    return subprocess.run([*under, PERFEX, *map(str, arguments)], **options)


def on_terminal(*arguments, columns=100, perfex=(PERFEX,), **environment):
    """What perfex prints on a terminal."""
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
    environment = {"PATH": os.environ["PATH"], "TERM": "xterm", "LANG": "C.UTF-8", **environment}
    process = subprocess.Popen([*perfex, *arguments], stdin=slave, stdout=slave, stderr=slave, env=environment)
    os.close(slave)
    text = b""
    try:
        while chunk := os.read(master, 65536):
            text += chunk
    except OSError:  # the terminal's end
        pass
    os.close(master)
    assert process.wait() == 0
    return text.decode().replace("\r\n", "\n")


def growing_run(path, text='"task"'):
    """The run file of a program that is still running, once perfex has written text."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        if path.exists() and text in path.read_text():
            return Run(path)
        time.sleep(0.01)
    raise AssertionError(f"{path} has no {text} after 20 seconds")


def run_while_perfex_stands(*arguments):
    """The program says "ready", and then works and says "done" while perfex, which is stopped, takes no records."""
    process = subprocess.Popen([PERFEX, *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "ready\n"
    process.send_signal(signal.SIGSTOP)
    process.stdin.write("go\n")
    process.stdin.close()
    assert process.stdout.readline() == "done\n"
    process.send_signal(signal.SIGCONT)
    assert process.wait(timeout=60) == 0


@pytest.fixture
def paranoid():
    """Sets kernel.perf_event_paranoid, and puts it back."""
    before = PARANOID.read_text()
    try:
        PARANOID.write_text(before)
    except OSError:
        pytest.skip("kernel.perf_event_paranoid can't be changed here")
    yield lambda level: PARANOID.write_text(str(level))
    PARANOID.write_text(before)


@pytest.fixture
def as_nobody():
    """Runs perfex as a user without privileges, in a folder of that user."""
    if os.geteuid() != 0:
        pytest.skip("only root can become another user")
    folder = Path(f"/tmp/perfex-nobody-{os.getpid()}")
    folder.mkdir()
    shutil.copy(PERFEX, folder / "perfex")
    os.chown(folder, NOBODY, NOBODY)

    def run(*arguments):
        return perfex(*arguments, executable=folder / "perfex", user=NOBODY, group=NOBODY,
                      extra_groups=[], cwd=folder)
    run.folder = folder
    yield run
    shutil.rmtree(folder)


@pytest.fixture
def count(tmp_path):
    """Counts a program: count(program, ..., events=...) is its Run; record=True samples as well."""
    def counted(*command, events=None, record=False, options=(), under=()):
        output = tmp_path / "run.perfrun"
        if events is None and "-g" not in options:
            events = "task-clock,page-faults"
        result = perfex(*(["record"] if record else []), *(["-e", events] if events else []),
                        "-o", output, *options,
                        "--", *command, under=under)
        run = Run(output)
        run.result = result
        return run
    return counted


@pytest.fixture(scope="session")
def sanitized():
    """Whether perfex is built with sanitizers."""
    return "libasan" in subprocess.run(["ldd", PERFEX], capture_output=True, text=True).stdout


@pytest.fixture(scope="session")
def build(tmp_path_factory):
    """Compiles a program of test/programs."""
    folder = tmp_path_factory.mktemp("programs")
    folder.chmod(0o755)

    def built(name, *flags):
        target = folder / "-".join([name, *(flag.strip("-") for flag in flags)])
        if not target.exists():
            subprocess.run(["gcc", "-D_GNU_SOURCE", "-Wall", "-Werror", "-pthread", *(flags or ["-O1"]),
                            "-o", target, NATIVE / "test" / "programs" / (name + ".c")], check=True)
        return target
    return built
