# SPDX-License-Identifier: EPL-2.0
"""Exports of a recorded run, read by programs that others wrote."""
import json
import os
import pathlib
import re
import shutil
import subprocess

import jsonschema
import pytest

ROOT = pathlib.Path(__file__).resolve().parent.parent
PERFCTR = ROOT / "bundles/org.perfctr.cli/target/perfctr/perfctr"
RUN = ROOT / "bundles/org.perfctr.core.tests/fixtures/sieve.perfrun"
PROFILER_CLI = "0.10.0"
PPROF_PROTO = pathlib.Path("/usr/share/gocode/src/github.com/google/pprof/proto/profile.proto")


@pytest.fixture(scope="module")
def samples():
    """The samples of each function and line, straight from the run file."""
    records = [json.loads(line) for line in RUN.read_text().splitlines()]
    names = {r["function"]: r["name"] for r in records if r["type"] == "function"}
    return {(names[r["function"]], r["line"]): r["samples"][0] for r in records if r["type"] == "line"}


@pytest.fixture
def export(tmp_path):
    def write(form):
        file = tmp_path / f"run.{form}"
        subprocess.run([PERFCTR, "export", RUN, "--format", form, "--output", file], check=True)
        return file
    return write


def test_callgrind_annotate_reads_the_callgrind_export(export, samples):
    text = subprocess.run(["callgrind_annotate", "--auto=no", export("callgrind")], check=True, capture_output=True,
                          text=True).stdout
    assert f"{sum(samples.values())} (100.0%)  PROGRAM TOTALS" in text
    cross_out = sum(number for (function, _), number in samples.items() if function == "cross_out")
    assert f"{cross_out} (71.93%)" in text


def test_protoc_reads_the_pprof_export(export, samples):
    packed = subprocess.run(["gunzip", "-c", export("pprof")], check=True, capture_output=True).stdout
    text = subprocess.run(["protoc", f"--proto_path={PPROF_PROTO.parent}", "--decode=perftools.profiles.Profile",
                           PPROF_PROTO.name], input=packed, check=True, capture_output=True).stdout.decode()
    values = [int(line.split()[1]) for line in text.splitlines() if line.startswith("  value:")]
    assert values == list(samples.values())
    assert 'string_table: "cross_out"' in text
    # protoc prints a field whose number it doesn't know as that number.
    assert not any(line.strip()[:1].isdigit() for line in text.splitlines())


def test_the_speedscope_export_matches_speedscopes_schema(export, samples):
    profile = json.loads(export("speedscope").read_text())
    schema = json.loads((pathlib.Path(__file__).parent / "fixtures/speedscope-schema.json").read_text())
    jsonschema.validate(profile, schema)
    frames = profile["shared"]["frames"]
    sampled = profile["profiles"][0]
    assert {(frames[stack[0]]["name"], frames[stack[0]]["line"]): weight
            for stack, weight in zip(sampled["samples"], sampled["weights"])} == samples


def test_the_firefox_profiler_reads_the_firefox_export(export, samples, firefox_profiler):
    profiler = firefox_profiler(export("firefox"))
    text = profiler("thread", "functions")
    for function in {name for name, _ in samples}:
        own = sum(number for (name, _), number in samples.items() if name == function)
        assert re.search(rf"!{function} - self: {own} ", text), text


@pytest.fixture(scope="session")
def firefox_profiler_program():
    """The command that the Firefox Profiler's makers publish: the code that loads profiles is the web page's."""
    if not shutil.which("npm"):
        pytest.skip("npm is not installed")
    folder = ROOT / "tools/target/npm"
    program = folder / "node_modules/@firefox-devtools/profiler-cli/dist/profiler-cli.js"
    if not program.exists():
        folder.mkdir(parents=True, exist_ok=True)
        installed = subprocess.run(["npm", "install", "--no-audit", "--no-fund", "--prefix", folder,
                                    f"@firefox-devtools/profiler-cli@{PROFILER_CLI}"], capture_output=True, text=True)
        if installed.returncode:
            pytest.skip(f"npm cannot install the Firefox Profiler's command: {installed.stderr.splitlines()[-1]}")
    return program


@pytest.fixture
def firefox_profiler(firefox_profiler_program, tmp_path):
    environment = {**os.environ, "HOME": str(tmp_path)}

    def attempt(*arguments):
        return subprocess.run(["node", firefox_profiler_program, *arguments], env=environment, capture_output=True,
                              text=True, timeout=60)

    def run(*arguments):
        result = attempt(*arguments)
        assert result.returncode == 0, result.stderr
        return result.stdout

    def load(profile):
        # Its daemon has half a second to start, which on a busy machine is too short.
        while "did not become ready" in (result := attempt("load", profile)).stderr:
            run("stop", "--all")
        assert result.returncode == 0, result.stderr
        return run
    yield load
    run("stop", "--all")


def test_check_writes_sarif_that_matches_the_official_schema(tmp_path):
    file = tmp_path / "findings.sarif"
    check = subprocess.run([PERFCTR, "check", RUN, "--assert", "page-faults < 10", "--assert", "page-faults > 10",
                            "--sarif", file], capture_output=True, text=True)
    assert check.returncode == 1
    sarif = json.loads(file.read_text())
    schema = json.loads((pathlib.Path(__file__).parent / "fixtures/sarif-schema-2.1.0.json").read_text())
    jsonschema.validate(sarif, schema)
    results = sarif["runs"][0]["results"]
    assert [(result["kind"], result["level"]) for result in results] == [("fail", "error"), ("pass", "none")]
    assert results[0]["message"]["text"] == "page-faults < 10.0: page-faults is 4,941"


def test_the_json_export_has_the_counts_of_the_run_file(export):
    exported = json.loads(export("json").read_text())
    records = [json.loads(line) for line in RUN.read_text().splitlines()]
    counts = next(r["counts"] for r in records if r["type"] == "repetition-end")
    assert [event.get("raw") for event in exported["repetitions"][0]["events"]] == [c and c[0] for c in counts]
