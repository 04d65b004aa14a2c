# SPDX-License-Identifier: EPL-2.0
"""Drives the project by its two commands, as a user does."""
import json
import os
import pathlib
import subprocess

import pytest

ROOT = pathlib.Path(__file__).resolve().parent.parent


class Workspace:
    """A workspace, and the command that counts programs in it."""

    def __init__(self, folder):
        self.folder = folder
        self.environment = {key: value for key, value in os.environ.items() if key not in ("DISPLAY", "WAYLAND_DISPLAY")}
        self.environment["PERFCTR_WORKSPACE"] = str(folder)

    def start(self, *program, through=(), **options):
        """Starts the count, itself started through a command such as setpriv when one is given."""
        arguments = ["--", *map(str, program)] if program else []
        return subprocess.Popen([*through, ROOT / "run", "--headless", *arguments], env=self.environment,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options)

    def count(self, *program, **options):
        process = self.start(*program, **options)
        process.out, process.err = process.communicate(timeout=900)
        process.err = process.err.decode()
        return process

    def runs(self):
        """The run files, oldest first, each as a list of records."""
        files = (self.folder / ".metadata/.plugins/org.perfctr.launching/runs").glob("*.perfrun")
        return [[json.loads(line) for line in file.read_text().splitlines()]
                for file in sorted(files, key=lambda file: file.stat().st_mtime_ns)]


@pytest.fixture
def workspace(tmp_path):
    return Workspace(tmp_path / "workspace")
