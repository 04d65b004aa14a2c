# SPDX-License-Identifier: LGPL-2.1-or-later
"""perfex record: samples, and the lines that they are resolved to."""
import os
import shutil
import signal
import subprocess
from pathlib import Path

import pytest

from conftest import NATIVE, Run, perfex, run_while_perfex_stands
from profiles import Profile, line_of


def test_samples_are_resolved_to_functions_and_lines(count, build):
    run = count(build("spin", "-O1", "-g"), record=True)
    profile = Profile(run)
    functions = profile.by_function()
    assert functions["mix"] > 50 and functions["in_child"] > 20
    lines = profile.by_line("spin.c")
    assert lines[line_of("spin.c", "mix")] > 10
    assert lines[line_of("spin.c", "child")] > 10
    assert profile.module_of("mix")["path"] == str(build("spin", "-O1", "-g"))
    assert "build_id" in profile.module_of("mix") and "modified" in profile.module_of("mix")


def test_every_sample_is_on_one_line_record(count, build):
    run = count(build("spin", "-O1", "-g"), record=True)
    end = run.records[-1]
    assert sum(line["samples"][0] for line in run.of("line")) == end["samples"][0] > 100
    assert end["lost"] == [0]
    assert run.header["sampling"] == [{"event": "cpu-clock:u", "frequency": 1000, "scope": "user"}]


def test_records_are_defined_before_they_are_used(count, build):
    run = count(build("spin", "-O1", "-g"), record=True)
    known = {"module": set(), "source": set(), "function": set()}
    for record in run.records:
        kind = record["type"]
        if kind not in ("module", "source", "function", "line"):
            continue
        for used in known:
            if used != kind and used in record:
                assert record[used] in known[used]
        if kind in known:
            assert record[kind] == len(known[kind])
            known[kind].add(record[kind])


def test_sources_are_as_compiled_with_their_directory(count, tmp_path):
    source = tmp_path / "src" / "spin.c"
    source.parent.mkdir()
    shutil.copy(NATIVE / "test" / "programs" / "spin.c", source)
    subprocess.run(["gcc", "-O1", "-g", "-o", "spin", "src/spin.c"], cwd=tmp_path, check=True)
    profile = Profile(count(tmp_path / "spin", record=True))
    mine = [s for s in profile.sources.values() if s["path"].endswith("spin.c")]
    assert [(s["path"], s["directory"]) for s in mine] == [("src/spin.c", str(tmp_path))]


def test_without_debug_information_there_are_functions(count, build):
    profile = Profile(count(build("spin", "-O1"), record=True))
    assert profile.by_function()["hot"] > 50
    assert profile.by_line("spin.c") == {}


def test_without_symbols_there_is_the_module(count, build, tmp_path):
    shutil.copy(build("spin", "-O1"), tmp_path / "stripped")
    subprocess.run(["strip", tmp_path / "stripped"], check=True)
    profile = Profile(count(tmp_path / "stripped", record=True))
    assert profile.by_function()[None] > 50
    assert profile.module_of(None)["path"] == str(tmp_path / "stripped")


def test_programs_at_a_fixed_address_are_resolved(count, build):
    profile = Profile(count(build("spin", "-O1", "-g", "-static", "-no-pie"), record=True))
    assert profile.by_function()["mix"] > 50


def test_shared_libraries_are_resolved(count, tmp_path):
    (tmp_path / "lib.c").write_text("unsigned in_library(unsigned n)\n{\n\tunsigned x = 1;\n\n"
                                    "\twhile (n--)\n\t\tx = x * 7 + n;\n\treturn x;\n}\n")
    (tmp_path / "main.c").write_text("unsigned in_library(unsigned n);\n"
                                     "int main(void) { return in_library(100000000) == 1; }\n")
    subprocess.run(["gcc", "-O1", "-g", "-shared", "-fPIC", "-o", "libspin.so", "lib.c"],
                   cwd=tmp_path, check=True)
    subprocess.run(["gcc", "-o", "main", "main.c", "-L.", "-lspin", f"-Wl,-rpath,{tmp_path}"],
                   cwd=tmp_path, check=True)
    profile = Profile(count(tmp_path / "main", record=True))
    assert profile.by_function()["in_library"] > 20
    assert profile.module_of("in_library")["path"] == str(tmp_path / "libspin.so")
    assert profile.by_line("lib.c")[6] > 10


def compile_loop(path, name):
    code = f"void {name}(void) {{ for (volatile long i = 0; i < 400000000; i++); }} int main(void) {{ {name}(); }}"
    path.parent.mkdir(parents=True, exist_ok=True)
    subprocess.run(["gcc", "-x", "c", "-O1", "-static", "-o", path, "-"], input=code, text=True, check=True)


@pytest.fixture
def roots(tmp_path):
    """A folder as another root, and a path at which this and the usual root have different programs."""
    if os.geteuid() != 0:
        pytest.skip("only root can change the root")
    compile_loop(tmp_path / "loop", "outside")
    compile_loop(tmp_path / "root" / (tmp_path / "loop").relative_to("/"), "inside")
    return tmp_path / "root", tmp_path / "loop"


def test_files_of_another_root_are_found_there(roots, tmp_path):
    script = 'chroot "$@" >/dev/null 2>&1 & echo $!; sleep 0.5'
    result = perfex("record", "-q", "-o", tmp_path / "run", "sh", "-c", script, "sh", *roots)
    os.kill(int(result.stdout), signal.SIGKILL)
    functions = Profile(Run(tmp_path / "run")).by_function()
    assert functions["inside"] > 100 and "outside" not in functions


def test_files_of_another_root_are_found_when_attached(roots, tmp_path):
    with subprocess.Popen(["chroot", *roots]) as process:
        perfex("record", "-q", "-o", tmp_path / "run", "-p", process.pid, "sleep", "0.3")
        process.kill()
    assert set(Profile(Run(tmp_path / "run")).by_function()) == {"inside"}


def test_any_event_can_be_sampled_by_period(count, build):
    run = count(build("touch"), "fork", 11, 10, record=True, options=["-s", "page-faults", "-c", "1"])
    assert run.header["sampling"][0]["period"] == 1
    assert run.records[-1]["samples"][0] == run.total("page-faults")
    assert Profile(run).by_function()["touch"] >= 550


def test_two_events_are_sampled_side_by_side(count, build):
    run = count(build("spin", "-O1", "-g"), record=True,
                options=["-s", "cpu-clock:u,page-faults", "-F", "500"])
    assert [s["event"] for s in run.header["sampling"]] == ["cpu-clock:u", "page-faults"]
    assert all(len(line["samples"]) == 2 for line in run.of("line"))
    assert run.records[-1]["samples"][0] > 50


def test_kernel_samples_are_in_the_kernel_module(count):
    run = count("dd", "if=/dev/zero", "of=/dev/null", "bs=64k", "count=60000", record=True,
                options=["-s", "cpu-clock:k"])
    assert {m["path"] for m in run.of("module")} == {"[kernel]"}
    assert run.records[-1]["samples"][0] > 0


def test_a_record_without_a_file_still_counts_and_says_where_its_samples_are(build):
    result = perfex("record", "-e", "page-faults", build("spin", "-O1", "-g"))
    assert result.returncode == 0
    assert "page-faults" in result.stderr
    assert "the samples were not kept, because no file was named (record -o FILE" in result.stderr


RATE = Path("/proc/sys/kernel/perf_event_max_sample_rate")


@pytest.fixture
def low_rate():
    """Lowers the kernel's limit, and puts it back."""
    before = RATE.read_text()
    try:
        RATE.write_text("5000")
    except OSError:
        pytest.skip("kernel.perf_event_max_sample_rate can't be changed here")
    yield
    RATE.write_text(before)


def test_a_frequency_that_the_kernel_refuses_names_the_knob(low_rate):
    result = perfex("record", "-F", "6000", "true")
    assert result.returncode == 125
    assert "6000 samples a second are more than the 5000" in result.stderr
    assert "kernel.perf_event_max_sample_rate=6000" in result.stderr


def test_samples_that_are_lost_at_the_end_are_told(build, tmp_path):
    """No record comes after them with which the kernel could tell of them."""
    script = 'echo ready; read go; "$0" thread 2 30000; echo done'
    run_while_perfex_stands("record", "-q", "-e", "page-faults:u", "-s", "page-faults:u", "-c", "1",
                            "-o", tmp_path / "run", "sh", "-c", script, build("touch"))
    run = Run(tmp_path / "run")
    end = run.records[-1]
    assert end["lost"][0] > 0 and end["samples"][0] + end["lost"][0] == run.total("page-faults:u")
    assert any("samples of page-faults:u were lost" in text for text in run.degradations)


def test_held_back_samples_are_told(low_rate, count, build):
    run = count(build("spin", "-O1", "-g"), record=True, options=["-c", "20000"])
    assert any("held back samples of cpu-clock" in text for text in run.degradations), run.degradations
