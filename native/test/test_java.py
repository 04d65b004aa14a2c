# SPDX-License-Identifier: LGPL-2.1-or-later
"""perfex record -- java: compiled methods with their lines, and the JVM's own work in buckets."""
import os
import re
import subprocess
from pathlib import Path

import pytest

from calls import Calls, assert_percent
from conftest import PERFEX
from profiles import PROGRAMS, Profile, assert_shares, line_of

TENTHS = {line_of("Shares.java", str(share)): share for share in (70, 20, 10)}
QUARTERS = {line_of("Shares.java", mark): 25 for mark in "abcd"}
CALLS = {line_of("Shares.java", f"call {share}"): share for share in (70, 20, 10)}


def jdks():
    homes = [Path(os.environ.get("JAVA_HOME", "")), *sorted(Path("/usr/lib/jvm").glob("*"))]
    homes = {home.resolve() for home in homes if (home / "bin" / "javac").exists()}
    return sorted(homes) or [pytest.param(None, marks=pytest.mark.skip("no JDK is installed"))]


@pytest.fixture(scope="session", params=jdks(), ids=lambda home: home and home.name)
def jdk(request):
    if not Path(PERFEX).with_name("libperfctr-jvm.so").exists():
        pytest.skip("libperfctr-jvm.so is not built: CMake found no JDK")
    return request.param


@pytest.fixture(scope="session")
def classes(jdk, tmp_path_factory):
    folder = tmp_path_factory.mktemp("classes")
    subprocess.run([jdk / "bin" / "javac", "-g", "-d", folder, PROGRAMS / "Shares.java",
                    PROGRAMS / "Calls.java"], check=True)
    return folder


@pytest.fixture(scope="session")
def lines_with_code(jdk, classes):
    table = subprocess.run([jdk / "bin" / "javap", "-v", "-p", "-cp", classes, "Shares"],
                           capture_output=True, text=True, check=True).stdout
    return {int(line) for line in re.findall(r"line (\d+):", table)}


@pytest.fixture
def java(jdk, classes, count):
    """Samples Shares: java(what, times, JVM options...) is its Run."""
    def sampled(what, times, *options):
        return count(jdk / "bin" / "java", *options, "-cp", classes, "Shares", what, str(times),
                     record=True, options=["-F", "10000"])
    return sampled


@pytest.mark.parametrize("compiler", ["-XX:TieredStopAtLevel=1", "-XX:-TieredCompilation"],
                         ids=["C1", "C2"])
@pytest.mark.parametrize("what, expected", [("tenths", TENTHS), ("quarters", QUARTERS)],
                         ids=["tenths", "quarters"])
def test_lines_of_compiled_methods_have_their_shares(java, lines_with_code, compiler, what, expected):
    profile = Profile(java(what, 60, compiler))
    lines = profile.by_line("Shares.java")
    assert_shares(lines, expected)
    assert sum(lines.get(line, 0) for line in expected) > 3000
    assert set(lines) <= lines_with_code
    assert profile.module_of(f"Shares.{what}")["path"] == "[java]"


def test_lines_that_hold_no_code_have_no_samples(java, lines_with_code):
    assert set(Profile(java("tenths", 60)).by_line("Shares.java")) <= lines_with_code


def test_an_inlined_method_has_the_shares_of_its_calls(java):
    profile = Profile(java("calls", 6000, "-XX:Tier4InvocationThreshold=200"))
    assert_shares(profile.by_call("Shares.java", "Shares.spin"), CALLS)
    assert profile.by_line("Shares.java")[line_of("Shares.java", "spin")] > 3000


def test_a_method_knows_its_package_file_and_first_line(java):
    profile = Profile(java("library", 3000))
    function = next(f for f in profile.functions.values()
                    if f.get("name") == "java.lang.Integer.parseInt")
    assert profile.sources[function["source"]]["path"] == "java/lang/Integer.java"
    assert "directory" not in profile.sources[function["source"]]
    assert function["line"] > 1


def test_interpreted_code_is_the_interpreter_and_no_line(java):
    profile = Profile(java("tenths", 2, "-Xint"))
    functions = profile.by_function()
    assert functions["[interpreter]"] > 0.8 * sum(functions.values())
    assert profile.by_line("Shares.java") == {}


@pytest.mark.parametrize("collector", ["Serial", "Parallel", "G1"])
def test_garbage_collection_is_a_bucket(java, collector):
    profile = Profile(java("garbage", 4, f"-XX:+Use{collector}GC"))
    functions = profile.by_function()
    assert functions["[garbage collection]"] > 0.4 * sum(functions.values())


def test_compilation_is_a_bucket(java):
    functions = Profile(java("tenths", 1, "-Xcomp")).by_function()
    assert functions["[JIT compiler]"] > 0.3 * sum(functions.values())
    assert functions["[JVM]"] > 0


def test_every_sample_is_in_the_profile(java):
    run = java("calls", 1000)
    assert sum(line["samples"][0] for line in run.of("line")) == run.records[-1]["samples"][0]


def test_the_program_sees_nothing_of_the_agent(java, jdk, classes, tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    command = [jdk / "bin" / "java", "-cp", classes, "Shares", "calls", "200"]
    alone = subprocess.run(command, capture_output=True, text=True, check=True)
    run = java("calls", 200, "-cp", classes)
    assert run.result.stdout == alone.stdout
    assert alone.stderr in run.result.stderr and "Picked up" not in run.result.stderr
    assert not any("agentpath" in word for word in run.header["command"])
    assert [path.name for path in tmp_path.glob("perfex-*")] == []


def test_a_jvm_started_by_a_script_is_told_to_have_no_lines(jdk, classes, count):
    run = count("sh", "-c", f"{jdk}/bin/java -cp {classes} Shares calls 2000; true", record=True)
    assert any("compiled code has no methods and lines in 1 Java" in text for text in run.degradations)
    functions = Profile(run).by_function()
    assert functions[None] > 0 and functions["[JVM]"] > 0


def test_a_jvm_that_is_halted_leaves_its_lines(jdk, classes, count):
    run = count(jdk / "bin" / "java", "-cp", classes, "Shares", "calls", "4000", "halt", record=True)
    assert run.end["exit"] == 3
    assert Profile(run).by_line("Shares.java")[line_of("Shares.java", "spin")] > 100


def test_compiled_methods_have_instructions_and_samples_at_them(java):
    run = java("tenths", 20, "-XX:-TieredCompilation")
    code = max((code for code in run.of("code") if code.get("name") == "Shares.tenths"),
               key=lambda code: sum(code["samples"][0]))
    instructions = {offset: text for offset, text, _ in code["instructions"]}
    assert set(code["at"]) <= set(instructions)
    assert not any(text.startswith(".byte") for text in instructions.values())
    sources = {source["source"]: source["path"] for source in run.of("source")}
    assert {sources[line[2]] for line in code["lines"] if len(line) == 4} == {"Shares.java"}
    shares = {line[3] for line in code["lines"] if len(line) == 4}
    assert set(TENTHS) <= shares


@pytest.mark.parametrize("how", ["fp", "dwarf"])
@pytest.mark.parametrize("what, expected", [
    ("shares", {"Calls.one": 80, "Calls.two": 70, "Calls.spin": 100}),
    ("recursion", {"Calls.recurse": 50, "Calls.two": 50, "Calls.spin": 100})], ids=["shares", "recursion"])
def test_calls_of_compiled_methods_have_their_shares(jdk, classes, count, how, what, expected):
    tree = Calls(count(jdk / "bin" / "java", "-cp", classes, "Calls", what, "800", record=True,
                       options=["-F", "5000", "--call-graph", how]))
    tree.assert_consistent()
    assert tree.truncated() <= 0.05 * tree.total(), tree.run.degradations
    # Until round itself is compiled, it is the interpreter.
    compiled = tree.below("Calls.round")
    assert sum(samples for _, samples in compiled) > 1000
    assert_percent(tree.count(lambda stack: [tree.name(frame) for frame in stack], compiled), expected)
    lines = tree.inclusive_lines("Calls.java", compiled)
    if what == "shares":
        assert_percent(lines, {line_of("Calls.java", mark): share for mark, share in (
            ("calls one", 80), ("calls two", 20), ("one calls two", 50), ("one", 30), ("two", 70))})
