# SPDX-License-Identifier: EPL-2.0
"""Files of other programs, recorded just now, become runs that say the same."""
import json
import pathlib
import re
import shutil
import subprocess

import jsonschema
import pytest

ROOT = pathlib.Path(__file__).resolve().parent.parent
PERFCTR = ROOT / "bundles/org.perfctr.cli/target/perfctr/perfctr"
SCHEMA = jsonschema.Draft202012Validator(json.loads((ROOT / "docs/run-file.schema.json").read_text()))
PROGRAM = """
static volatile unsigned long x;
__attribute__((noinline)) static void hot(long n) { while (n--) x = x * 31 + 1; }
__attribute__((noinline)) static void warm(long n) { while (n--) x ^= n; }
int main(void) { for (int i = 0; i < 10; i++) { hot(3000000); warm(1000000); } return 0; }
"""


@pytest.fixture(scope="module")
def program(tmp_path_factory):
    path = tmp_path_factory.mktemp("program") / "loop"
    subprocess.run(["gcc", "-g", "-O1", "-x", "c", "-", "-o", path], input=PROGRAM, text=True, check=True)
    return path


def needs(command):
    return pytest.mark.skipif(not shutil.which(command), reason=f"{command} is not installed")


def imported(file):
    run = file.with_suffix(".perfrun")
    subprocess.run([PERFCTR, "import", file, "-o", run], check=True)
    records = {record["type"]: record for record in map(json.loads, run.read_text().splitlines())}
    for record in records.values():
        SCHEMA.validate(record)
    exported = subprocess.run([PERFCTR, "export", run, "-f", "json"], check=True, capture_output=True, text=True)
    return json.loads(exported.stdout)


def own_samples(run, event):
    functions = {}
    for line in run["lines"]:
        functions[line["function"]] = functions.get(line["function"], 0) + line["samples"][event]
    return functions


@needs("perf")
def test_counts_of_perf_stat_stay_the_same(program, tmp_path):
    file = tmp_path / "stat.json"
    subprocess.run(["perf", "stat", "-j", "-e", "task-clock,page-faults,cycles", "-o", file, "--", program], check=True)
    printed = [json.loads(line) for line in file.read_text().splitlines() if line.startswith("{")]
    events = {event["name"]: event for event in imported(file)["repetitions"][0]["events"]}
    for line in printed:
        value = line.get("counter-value", "")
        if value.startswith("<"):
            assert events[line["event"]]["value"] is None and "reason" in events[line["event"]]
        elif "event" in line:
            assert events[line["event"]]["value"] == round(float(value) * (1e6 if line["unit"] == "msec" else 1))


@needs("perf")
def test_samples_of_perf_script_stay_the_same(program, tmp_path):
    data, file = tmp_path / "perf.data", tmp_path / "script.txt"
    subprocess.run(["perf", "record", "-q", "-e", "cpu-clock:u", "-o", data, "--", program], check=True)
    file.write_bytes(subprocess.run(["perf", "script", "-i", data, "-F", "+srcline"], check=True, stdout=subprocess.PIPE,
                                    stderr=subprocess.DEVNULL).stdout)
    run = imported(file)
    for function in ("hot", "warm"):
        assert own_samples(run, "cpu-clock:u")[function] == len(re.findall(rf" {function}\+0x", file.read_text()))
    lines = {(line["function"], line.get("line")) for line in run["lines"]}
    assert {("hot", 3), ("warm", 4)} <= lines


@needs("valgrind")
def test_costs_of_callgrind_are_those_that_callgrind_annotate_prints(program, tmp_path):
    file = tmp_path / "callgrind.out"
    subprocess.run(["valgrind", "-q", "--tool=callgrind", f"--callgrind-out-file={file}", program], check=True)
    text = subprocess.run(["callgrind_annotate", "--auto=no", "--threshold=100", file], check=True, capture_output=True,
                          text=True).stdout
    run = imported(file)
    total = int(re.search(r"([\d,]+) \(100\.0%\)\s+PROGRAM TOTALS", text)[1].replace(",", ""))
    assert run["repetitions"][0]["events"][0]["value"] == total == sum(line["samples"]["Ir"] for line in run["lines"])
    for function in ("hot", "warm", "main"):
        own = int(re.search(rf"([\d,]+) \([ \d.]+%\)\s+\S*:{function} ", text)[1].replace(",", ""))
        assert own_samples(run, "Ir")[function] == own
