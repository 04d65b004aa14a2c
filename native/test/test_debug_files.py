# SPDX-License-Identifier: LGPL-2.1-or-later
"""Debug information is found wherever it is kept: in files of its own, or on a server."""
import http.server
import os
import re
import shutil
import signal
import subprocess
import threading
from pathlib import Path

import pytest

from conftest import PERFEX, perfex, Run
from profiles import PROGRAMS, Profile, line_of

SPIN = line_of("shares.c", "70")
DEBUG_FOLDER = Path("/usr/lib/debug/.build-id")


@pytest.fixture
def program(tmp_path):
    """Builds shares_main.c and shares.c: program(*flags) is the file."""
    def built(*flags, compiler="gcc"):
        if not shutil.which(compiler):
            pytest.skip(f"{compiler} is not installed")
        file = tmp_path / "program"
        for source in ("shares_main.c", "shares.c"):
            subprocess.run([compiler, "-D_GNU_SOURCE", "-O2", "-g", *flags, "-c",
                            PROGRAMS / source], cwd=tmp_path, check=True)
        subprocess.run([compiler, *flags, "-Wl,--build-id", "-rdynamic", "shares_main.o", "shares.o", "-o",
                        file, "-ldl"], cwd=tmp_path, check=True)
        return file
    return built


def build_id(file):
    notes = subprocess.run(["readelf", "-n", file], capture_output=True, text=True, check=True).stdout
    return re.search(r"Build ID: (\w+)", notes)[1]


def strip(file):
    """Leaves the debug information in a file of its own, which is returned."""
    debug = file.with_suffix(".debug.kept")
    subprocess.run(["objcopy", "--only-keep-debug", file, debug], check=True)
    subprocess.run(["strip", "-s", file], check=True)
    return debug


def record(file, tmp_path, *options, **environment):
    result = perfex("record", "-F", "5000", *options, "-o", tmp_path / "run.perfrun", "--", file, "tenths", "10",
                    env={"PATH": "/usr/bin:/bin", **environment})
    assert result.returncode == 0, result.stderr
    run = Run(tmp_path / "run.perfrun")
    return Profile(run).by_line("shares.c"), run


@pytest.mark.parametrize("flags", ["-gdwarf-4 -gsplit-dwarf", "-gdwarf-5 -gsplit-dwarf",
                                   "-gz=zlib -gsplit-dwarf", "-fdebug-types-section"])
def test_split_debug_information_has_lines(program, tmp_path, flags):
    lines, _ = record(program(*flags.split()), tmp_path)
    assert lines[SPIN] > 100, lines


@pytest.mark.parametrize("method", ["zlib", "zlib-gnu", "zstd"])
def test_compressed_sections_have_lines(program, tmp_path, method):
    file = program()
    packed = subprocess.run(["objcopy", f"--compress-debug-sections={method}", file],
                            capture_output=True, text=True)
    if packed.returncode and method == "zstd":
        pytest.skip("this objcopy can't compress with zstd")
    assert packed.returncode == 0, packed.stderr
    lines, _ = record(file, tmp_path)
    assert lines[SPIN] > 100, lines


def test_a_file_is_found_by_build_id(program, tmp_path):
    file = program()
    identity, debug = build_id(file), strip(file)
    folder = DEBUG_FOLDER / identity[:2]
    target = folder / f"{identity[2:]}.debug"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copy(debug, target)
    except OSError as error:
        pytest.skip(f"{DEBUG_FOLDER} can't be written: {error}")
    try:
        lines, _ = record(file, tmp_path)
    finally:
        target.unlink()
    assert lines[SPIN] > 100, lines


def test_a_stripped_program_has_functions_or_itself(program, tmp_path):
    file = program()
    strip(file)
    lines, run = record(file, tmp_path)
    assert lines == {}
    assert str(file) in {module["path"] for module in run.of("module")}


@pytest.fixture
def server(tmp_path):
    """A debuginfod server with the files that are put into server.files, by build id."""
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.server.asked.append(self.path)
            self.server.meanwhile()
            identity = self.path.split("/")[2] if self.path.endswith("/debuginfo") else None
            file = self.server.files.get(identity)
            self.send_response(200 if file else 404)
            self.end_headers()
            if file:
                self.wfile.write(file.read_bytes())

        def log_message(self, *arguments):
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as running:
        running.files, running.asked, running.meanwhile = {}, [], lambda: None
        running.environment = {"DEBUGINFOD_URLS": f"http://127.0.0.1:{running.server_port}",
                               "DEBUGINFOD_CACHE_PATH": str(tmp_path / "cache")}
        threading.Thread(target=running.serve_forever).start()
        yield running
        running.shutdown()


def test_nothing_is_fetched_unless_asked_for(program, tmp_path, server):
    file = program()
    strip(file)
    record(file, tmp_path, **server.environment)
    assert server.asked == []


def test_a_server_is_asked_with_debuginfod(program, tmp_path, server):
    file = program()
    server.files[build_id(file)] = strip(file)
    lines, run = record(file, tmp_path, "--debuginfod", **server.environment)
    if any("libdebuginfod" in text for text in run.degradations):
        pytest.skip("libdebuginfod1 is not installed")
    assert lines.get(SPIN, 0) > 100, (lines, server.asked, run.degradations)


def test_debuginfod_without_a_server_is_told(program, tmp_path):
    _, run = record(program(), tmp_path, "--debuginfod")
    assert any("DEBUGINFOD_URLS names no server" in text for text in run.degradations)


def children_of(parent):
    for stat in Path("/proc").glob("[0-9]*/stat"):
        fields = stat.read_text().rpartition(")")[2].split()
        if int(fields[1]) == parent:
            yield int(stat.parent.name)


def test_what_crashes_the_reader_is_told_and_not_read_again(program, tmp_path, server):
    file = program()
    strip(file)
    output = tmp_path / "run.perfrun"
    with subprocess.Popen([PERFEX, "record", "-q", "--debuginfod", "-o", output, "--", file, "tenths", "5"],
                          stdout=subprocess.DEVNULL, env={"PATH": "/usr/bin:/bin", **server.environment}) as running:
        def crash():
            server.meanwhile = lambda: None
            os.kill(max(children_of(running.pid)), signal.SIGKILL)

        server.meanwhile = crash
        assert running.wait(timeout=60) == 0
    run = Run(output)
    if any("libdebuginfod" in text for text in run.degradations):
        pytest.skip("libdebuginfod1 is not installed")
    assert any("reading its debug information fails" in text for text in run.degradations), (
        server.asked, run.degradations, run.of("module"))
    assert sum(line["samples"][0] for line in run.of("line")) == run.records[-1]["samples"][0] > 0


def test_a_file_without_debug_information_is_named(program, tmp_path):
    file = program()
    assert not any("debug information" in text for text in record(file, tmp_path)[1].degradations)
    strip(file).unlink()
    _, run = record(file, tmp_path)
    told = [record for record in run.of("degradation") if "debug information" in record["text"]]
    assert len(told) == 1
    share, name = re.fullmatch(r"(\d+) % of the samples have no lines: there is no debug information for (.*)",
                               told[0]["text"]).groups()
    assert int(share) > 80 and name.startswith(str(file))
    assert told[0]["remedy"] == "compile with -g, install its debug symbols, or use --debuginfod"


@pytest.mark.parametrize("then", ["mv -f other program", "cat other >program.new; mv -f program.new program", "rm program"])
def test_a_program_that_is_replaced_while_it_runs_has_no_lines_of_another(program, tmp_path, then):
    program("-O0").rename(tmp_path / "other")
    program()
    result = perfex("record", "-F", "5000", "-o", "run", "sh", "-c", f"./program tenths 10 & sleep 0.2; {then}; wait",
                    cwd=tmp_path)
    assert result.returncode == 0, result.stderr
    run = Run(tmp_path / "run")
    modules = {module["module"]: Path(module["path"]).name for module in run.of("module")}
    functions = [function for function in run.of("function") if modules[function["module"]] == "program"]
    assert functions and not any("name" in function or "source" in function for function in functions)
    text = f" % of the samples have no lines: {tmp_path}/program was removed or replaced while it ran"
    assert any(text in told.replace(" and others", "") for told in run.degradations)
