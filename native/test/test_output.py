# SPDX-License-Identifier: LGPL-2.1-or-later
"""The run file and the report."""
import json
import re
import resource
import signal
import stat
import subprocess

import pytest

from conftest import PERFEX, Run, growing_run, on_terminal, perfex


def test_quiet_prints_nothing(tmp_path):
    result = perfex("-q", "-e", "page-faults,cycles", "-o", tmp_path / "run", "true")
    assert result.stdout == result.stderr == ""


def test_without_o_no_file_is_written(tmp_path):
    assert perfex("true", cwd=tmp_path).returncode == 0
    assert list(tmp_path.iterdir()) == []


def test_report_shows_the_counts_of_the_run_file(count):
    run = count("sh", "-c", "/bin/true; exit 0")
    for event in run.events:
        assert f"{run.total(event):,}" in run.result.stderr
    assert f"{run.end['wall']:,} ns  wall-time" in run.result.stderr
    assert run.result.stdout == ""


def test_report_lists_the_top_tasks_and_counts_the_rest(count):
    run = count("sh", "-c", "for i in 1 2 3 4 5 6 7 8 9 10 11 12; do /bin/true; done")
    assert run.result.stderr.count("\n    true ") in (9, 10)
    left = 12 - run.result.stderr.count("\n    true ")
    assert f"\n  and {left} more" in run.result.stderr


def tree(stderr):
    """Names by depth, as the report shows the tasks."""
    lines = stderr.split("\n  task ")[1].splitlines()[1:]
    return [((len(line) - len(line.lstrip())) // 2 - 1, line.split()[0]) for line in lines if line]


def test_tasks_are_shown_below_the_ones_that_started_them(count):
    run = count("sh", "-c", "sh -c 'ls >/dev/null; :'; :", events="task-clock")
    assert tree(run.result.stderr) == [(0, "sh"), (1, "sh"), (2, "ls")]


def test_in_a_pipe_it_is_plain_and_has_no_trailing_blanks(count):
    text = count("sh", "-c", "/bin/true; :", options=["-r", "2"]).result.stderr
    assert text.isascii() and "\033" not in text
    assert not [line for line in text.splitlines() if line != line.rstrip()]


SHELL = ["-e", "task-clock,page-faults", "sh", "-c", "/bin/true; :"]


def test_a_terminal_gets_colours_and_bars():
    text = on_terminal(*SHELL)
    assert "\033[1m" in text and "\033[0m" in text
    assert "share of task-clock" in text
    assert any(bar in text for bar in "█▏▎▍▌▋▊▉")


@pytest.mark.parametrize("environment", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_colours_can_be_switched_off(environment):
    assert "\033" not in on_terminal(*SHELL, **environment)


def test_other_locales_have_bars_of_ascii():
    text = on_terminal(*SHELL, LANG="C")
    assert text.isascii() and "  ##" in text


def test_no_row_is_wider_than_the_terminal():
    text = on_terminal("-e", "task-clock,page-faults,context-switches,cpu-migrations", "sh", "-c", "/bin/true; :",
                       columns=80, NO_COLOR="1")
    rows = text.split("\n  task ")[1].splitlines()
    assert max(map(len, rows)) <= 80
    assert "task-clock" in rows[0] and "cpu-migrations" not in rows[0]


def test_long_work_shows_how_far_it_is_and_wipes_it_off():
    text = on_terminal("sh", "-c", f"exec '{PERFEX}' -e page-faults -r 8 sleep 0.25 >/dev/null", perfex=[])
    assert re.search(r"perfex: repetition \d of 8, about \d s left\r\033\[K", text)
    assert text.rindex("\033[K") < text.index("(8 repetitions")


def test_short_work_and_a_program_that_prints_are_not_disturbed():
    assert "repetition" not in on_terminal("-e", "page-faults", "-r", "2", "true").replace("(2 repetitions", "")


def test_counting_a_process_shows_for_how_long():
    sleep = subprocess.Popen(["sleep", "1.3"])
    text = on_terminal("-e", "page-faults", "-p", str(sleep.pid))
    sleep.wait()
    assert f"perfex: counting process {sleep.pid}, 1 s; Ctrl-C ends it\r" in text


@pytest.mark.parametrize("target", ["no-such-folder/run", "."])
def test_unwritable_output_is_found_before_the_program_starts(tmp_path, target):
    result = perfex("-o", target, "touch", "ran", cwd=tmp_path)
    assert result.returncode == 125
    assert f"can't write '{target}'" in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_is_told():
    result = perfex("-q", "-o", "/dev/full", "true")
    assert "can't write '/dev/full': No space left on device" in result.stderr
    assert result.returncode == 125
    assert perfex("-q", "-o", "/dev/full", "sh", "-c", "exit 3").returncode == 3


def test_a_full_disk_is_not_taken_for_samples_without_lines(tmp_path):
    if subprocess.run(["unshare", "--mount", "true"], capture_output=True).returncode:
        pytest.skip("mounting needs root")
    script = "mount -t tmpfs -o size=16k none . && exec \"$0\" record -e page-faults -o \"$PWD/run\" " \
             "sh -c 'for i in $(seq 200); do /bin/true; done'"
    result = subprocess.run(["unshare", "--mount", "sh", "-c", f"cd '{tmp_path}' && {script}", PERFEX],
                            capture_output=True, text=True)
    told = [line for line in result.stderr.splitlines() if line.startswith("perfex: ")]
    assert told == [f"perfex: can't write '{tmp_path}/run': No space left on device"]
    assert result.returncode == 125


def test_a_run_file_that_is_too_large_is_told_and_the_program_undisturbed(tmp_path):
    """The signal is perfex's own matter: the program has the usual action for it."""
    script = "for i in 1 2 3 4 5 6 7 8 9; do /bin/true; done; echo done; head -c 20000 /dev/zero >large"
    result = perfex("-e", "page-faults", "-o", "run", "sh", "-c", script, cwd=tmp_path,
                    preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (1024, 1024)))
    assert result.stdout == "done\n"
    assert result.returncode == 128 + signal.SIGXFSZ
    assert "perfex: can't write 'run': File too large\n" in result.stderr and " page-faults\n" in result.stderr


@pytest.mark.parametrize("arguments", [["list"], ["doctor"], ["doctor", "--json"], ["selftest"], ["--help"]])
def test_a_full_disk_behind_the_output_is_told(arguments):
    with open("/dev/full", "w") as full:
        result = perfex(*arguments, stdout=full, stderr=subprocess.PIPE, capture_output=False)
    assert result.returncode == 125
    assert result.stderr == "perfex: can't write to the standard output: No space left on device\n"


def test_names_tell_the_terminal_nothing(build):
    text = perfex("-e", "page-faults", build("rename"), "\033[31mgr\u00fc\u00df\n").stderr
    title, row = [line for line in text.splitlines() if "[31mgr\u00fc\u00df" in line]
    assert "\033" not in text and title.startswith("  /")
    heading = next(line for line in text.splitlines() if line.startswith("  task "))
    assert len(row) == len(heading)


@pytest.mark.parametrize("arguments", [["a" * 10000, "end"], [str(number) for number in range(2000)], [""] * 2000])
def test_a_long_command_is_shown_in_part_and_kept_whole(count, arguments):
    run = count("true", *arguments)
    title = run.result.stderr.splitlines()[1]
    assert title.startswith(f"  true {arguments[0][:100]}") and "..." in title and len(title) < 800
    assert run.header["command"] == ["true", *arguments]


def test_an_old_run_survives_a_program_that_does_not_start(tmp_path):
    output = tmp_path / "run"
    output.write_text("old\n")
    assert perfex("-o", output, "no-such-program").returncode == 127
    assert output.read_text() == "old\n"
    assert list(tmp_path.iterdir()) == [output]


def test_an_old_run_is_replaced_with_its_mode_kept(tmp_path):
    output = tmp_path / "run"
    output.write_text("old\n")
    output.chmod(0o640)
    assert perfex("-q", "-o", output, "true").returncode == 0
    assert Run(output).complete
    assert stat.S_IMODE(output.stat().st_mode) == 0o640
    assert list(tmp_path.iterdir()) == [output]


def test_a_link_is_followed_not_replaced(tmp_path):
    target, link = tmp_path / "target", tmp_path / "link"
    target.write_text("old\n")
    link.symlink_to(target)
    assert perfex("-q", "-o", link, "true").returncode == 0
    assert link.is_symlink()
    assert Run(target).complete


def test_a_pipe_gets_the_run(tmp_path):
    result = perfex("-q", "-o", "/dev/stdout", "true")
    records = [json.loads(line) for line in result.stdout.splitlines()]
    assert records[0]["type"] == "header" and records[-1]["type"] == "end"


def test_names_with_spaces_and_other_letters(tmp_path):
    output = tmp_path / "Läufe mit Leerzeichen" / "ein Lauf.perfrun"
    output.parent.mkdir()
    assert perfex("-q", "-o", output, "true").returncode == 0
    assert Run(output).complete


def test_the_file_grows_while_the_program_runs(tmp_path):
    process = subprocess.Popen([PERFEX, "-q", "-o", tmp_path / "run", "sh", "-c", "echo; read line"],
                               stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    process.stdout.readline()
    run = growing_run(tmp_path / "run")
    assert run.header["command"][0] == "sh" and not run.complete
    process.communicate(b"\n", timeout=20)
    assert Run(tmp_path / "run").complete


def test_closed_stderr_does_not_lose_the_run(tmp_path):
    subprocess.run(["sh", "-c", f"exec '{PERFEX}' -o '{tmp_path}/run' true 2>&-"], check=True)
    assert Run(tmp_path / "run").complete


@pytest.mark.parametrize("arguments, text", [
    ([], "no program to run"), (["--"], "no program to run"), (["-x", "", "true"], "expected what separates"), (["-y", "true"], "--help"),
    (["-e"], "--help"), (["-o", "", "true"], "expected the name of a file"),
    (["-F", "1000", "true"], "--help"),
    (["record", "-F", "0", "true"], "expected a whole number from 1 to"),
    (["record", "-F", "9x", "true"], "expected a whole number from 1 to"),
    (["record", "-c", "-5", "true"], "expected a whole number from 1 to"),
    (["record", "-F", "10", "-c", "10", "true"], "exclude each other"),
    (["-x", ",", "-j", "true"], "exclude each other"),
    (["-r", "3", "-a"], "need a program"),
])
def test_bad_options_are_refused(arguments, text):
    result = perfex(*arguments)
    assert result.returncode == 125
    assert text in result.stderr


@pytest.mark.parametrize("command", [[], ["record"], ["list"], ["doctor"], ["selftest"]])
def test_messages_about_options_begin_with_the_command(command):
    lines = perfex(*command, "--no-such").stderr.splitlines()
    assert lines[0] == f"{' '.join(['perfex', *command])}: unrecognized option '--no-such'"
    assert all(line.startswith("perfex") for line in lines)


def test_counts_are_told_beside_what_they_are_a_part_of():
    text = perfex("-e", "task-clock,page-faults", "sleep", "0.1").stderr
    assert re.search(r" ns  task-clock +0\.\d\d CPUs used\n", text)


def test_help_and_version():
    assert perfex("--help").stdout.startswith("Usage: perfex")
    assert perfex("--version").stdout.startswith("perfex 3.")
    for command in ("record", "list", "doctor", "selftest"):
        result = perfex(command, "--help")
        assert result.returncode == 0 and result.stdout.startswith("Usage: perfex")
