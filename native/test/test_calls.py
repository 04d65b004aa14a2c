# SPDX-License-Identifier: LGPL-2.1-or-later
"""perfex record --call-graph: programs whose split over calls is known by construction."""
import subprocess

import pytest

from calls import Calls, assert_percent
from conftest import perfex
from profiles import PROGRAMS, line_of

UNITS = 60
KEPT = ["-O2", "-fno-omit-frame-pointer", "-mno-omit-leaf-frame-pointer"]
OMITTED = ["-O2", "-fomit-frame-pointer"]
BOTH = pytest.mark.parametrize("how, flags", [("fp", KEPT), ("dwarf", OMITTED)], ids=["fp", "dwarf"])


@pytest.fixture
def calls(count):
    """Samples a program with its callers: calls(how, program, argument...) is its Calls."""
    def sampled(how, *command):
        run = count(*map(str, command), record=True, options=["-F", "5000", "--call-graph", how])
        tree = Calls(run)
        tree.assert_consistent()
        assert run.header["call_graph"] == how.split(",")[0]
        return tree
    return sampled


def line(mark, program="calls.c"):
    return line_of(program, mark)


def assert_shares(tree):
    assert_percent(tree.inclusive(), {"shares": 100, "one": 80, "two": 70})
    assert_percent(tree.exclusive(), {"shares": 0, "one": 30, "two": 70})
    assert_percent(tree.inclusive_lines("calls.c"), {line("calls one"): 80, line("calls two"): 20, line("one"): 30,
                                           line("one calls two"): 50, line("two"): 70})
    assert_percent(tree.edges(), {("shares", "one"): 80, ("shares", "two"): 20, ("one", "two"): 50})


def assert_whole(tree):
    assert tree.truncated() <= 0.01 * tree.total(), tree.run.degradations


@BOTH
def test_calls_have_their_shares(build, calls, how, flags):
    tree = calls(how, build("calls", "-g", *flags), "shares", UNITS)
    assert_shares(tree)
    assert_percent(tree.inclusive(), {"main": 100})
    assert_whole(tree)


@BOTH
def test_a_recursion_is_counted_once_in_each_sample(build, calls, how, flags):
    tree = calls(how, build("calls", "-g", *flags), "recursion", UNITS)
    assert_percent(tree.inclusive(), {"recurse": 50, "two": 50, "main": 100})
    assert_percent(tree.inclusive_lines("calls.c"), {line("calls recurse"): 50, line("recurses"): 50})
    assert max(len(stack) for stack, _ in tree.stacks()) > 20
    assert_whole(tree)


@BOTH
def test_a_stack_that_is_too_deep_is_told(build, calls, how, flags):
    tree = calls(how, build("calls", "-g", *flags), "deep", UNITS)
    assert_percent({"truncated": 100 * tree.truncated() / tree.total()}, {"truncated": 50})
    assert_percent(tree.inclusive(), {"recurse": 50, "two": 50, "main": 50})
    assert any(f"{tree.truncated()} of {tree.total()} stacks of cpu-clock:u are truncated" in text
               for text in tree.run.degradations)


@pytest.mark.parametrize("how, remedies", [("dwarf,1024", {"take more of the stack: --call-graph dwarf,BYTES, up to 65000"}),
                                           ("dwarf,65000", {None})])
def test_more_of_the_stack_is_advised_as_long_as_there_can_be_more(build, calls, how, remedies):
    run = calls(how, build("calls", "-g", "-O0"), "deep", 5).run
    assert {told.get("remedy") for told in run.of("degradation") if "truncated" in told["text"]} == remedies


def test_more_of_a_stack_is_followed_further(build, calls):
    program = build("calls", "-g", "-fsanitize=undefined", "-O0")
    few, many = (max(len(stack) for stack, _ in calls(how, program, "deep", 5).stacks())
                 for how in ("dwarf,1024", "dwarf,32768"))
    assert few * 4 < many <= 1100


@BOTH
def test_threads_have_their_shares(build, calls, how, flags):
    tree = calls(how, build("calls", "-g", *flags), "threads", UNITS // 2)
    assert_shares(tree)
    assert_percent(tree.inclusive(), {"run": 100, "main": 0})
    assert_whole(tree)


@BOTH
def test_a_library_opened_later_has_its_shares(build, calls, how, flags):
    program = build("shares_main", *KEPT)
    library = build("calls", "-g", "-shared", "-fPIC", *flags)
    tree = calls(how, program, "library", UNITS, library)
    assert_shares(tree)
    assert_percent(tree.inclusive(), {"main": 100, "library": 100})
    assert tree.module_of("one")["path"] == str(library)


def test_a_signal_handler_is_called_by_what_it_interrupts(build, calls):
    tree = calls("dwarf", build("calls", "-g", *OMITTED), "handler", UNITS)
    assert_percent(tree.exclusive(), {"handle": 50, "interrupted": 50})
    assert_percent(tree.inclusive(), {"interrupted": 100, "main": 100})
    assert_percent(tree.inclusive_lines("calls.c"), {line("calls interrupted"): 100})
    assert_whole(tree)


@pytest.mark.parametrize("flags", ["-O2", "-O3", "-O2 -flto", "-O2 -no-pie", "-O2 -static"])
def test_virtual_template_and_lambda_calls_have_their_shares(tmp_path, calls, flags):
    program = tmp_path / "calls"
    source = PROGRAMS / "calls.cpp"
    subprocess.run(["g++", "-g", *flags.split(), "-o", program, source], check=True)
    tree = calls("dwarf", program, UNITS)
    assert_percent(tree.inclusive_lines("calls.cpp"), {line("light", "calls.cpp"): 20, line("heavy", "calls.cpp"): 50,
                                             line("virtual", "calls.cpp"): 70, line("lambda", "calls.cpp"): 30})
    assert_whole(tree)


def test_a_child_that_execs_has_its_shares(build, calls):
    program = build("calls", "-g", *OMITTED)
    assert_shares(calls("dwarf", "sh", "-c", f"{program} shares {UNITS}; true"))


def test_samples_in_the_kernel_have_their_callers(build, count):
    run = count(build("touch", "-g", *OMITTED), "fork", "3", "2000", record=True,
                options=["-s", "page-faults", "-c", "1", "--call-graph", "dwarf"])
    assert Calls(run).inclusive()["main"] > 50


def test_without_frame_pointers_what_is_missing_is_told(build, calls):
    tree = calls("fp", build("calls", "-g", *OMITTED), "shares", UNITS)
    assert tree.inclusive().get("main", 0) > 98 or tree.truncated() > 0.5 * tree.total()


@pytest.mark.parametrize("how", ["lbr", "dwarf,0", "dwarf,70000", "dwarf8192", ""])
def test_a_wrong_kind_of_call_graph_is_refused(how):
    result = perfex("record", "--call-graph", how, "true")
    assert result.returncode == 125
    assert "--call-graph" in result.stderr and result.stderr.count("\n") == 1
