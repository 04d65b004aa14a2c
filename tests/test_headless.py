# SPDX-License-Identifier: EPL-2.0
"""./run --headless: any program is counted, and behaves as if it were not."""
import hashlib
import os
import pathlib
import random
import re
import signal
import subprocess
import time

import pytest

from conftest import ROOT, Workspace


def of_type(run, kind):
    return [record for record in run if record["type"] == kind]


def test_samples_tell_which_way_is_slow(workspace):
    counted = workspace.count()
    out = counted.out.decode()
    assert counted.returncode == 0, counted.err
    assert len(workspace.runs()) == 4, "slow and fast, in C and in Java"
    assert out.count("task-clock") >= 4
    assert out.count(".c:") >= 10, "the ten hottest lines of the C sample"


def test_input_and_output_pass_through_byte_by_byte(workspace, tmp_path):
    generator = random.Random(1)
    text = b"".join(bytes(generator.choices(b"perfctr counts ", k=20)) * 50 for _ in range(20_000))
    plain = tmp_path / "20MB"
    plain.write_bytes(text)
    counted = workspace.count("xz", "-9", "-k", "-c", plain)
    assert counted.returncode == 0, counted.err
    unpacked = subprocess.run(["xz", "-dc"], input=counted.out, stdout=subprocess.PIPE, check=True).stdout
    assert hashlib.sha256(unpacked).digest() == hashlib.sha256(text).digest()
    assert "task-clock" in counted.err

    with plain.open("rb") as stdin:
        assert workspace.count("cat", stdin=stdin).out == text


def test_exit_status_is_the_programs(workspace):
    assert workspace.count("python3", "-c", "import sys; sys.exit(42)").returncode == 42
    assert workspace.count("sh", "-c", "kill -SEGV $$").returncode in (-signal.SIGSEGV, 128 + signal.SIGSEGV)


def test_arguments_reach_the_program_as_they_are(workspace):
    arguments = ["-data", "two words", "", "ünï", "$HOME ${x}", '"quoted"', "--", "-application"]
    counted = workspace.count("python3", "-c", "import sys; sys.stdout.write('\\0'.join(sys.argv[1:]))", *arguments)
    assert counted.out.decode().split("\0") == arguments


def test_a_tree_of_hundreds_of_processes_adds_up(workspace, tmp_path):
    subprocess.run(["cmake", "-S", ROOT / "native", "-B", tmp_path / "build"], check=True, capture_output=True)
    counted = workspace.count("make", "-C", tmp_path / "build", "-j2", "perfex")
    assert counted.returncode == 0, counted.err
    run, = workspace.runs()
    tasks = of_type(run, "task-end")
    assert len(tasks) > 100
    total = of_type(run, "repetition-end")[0]["counts"]
    events = [name["name"] for name in run[0]["events"]]
    for index, name in enumerate(events):
        counts = [task["counts"][index] for task in tasks]
        if total[index] is None:
            assert set(map(str, counts)) == {"None"}, name
        else:
            assert sum(count[0] for count in counts if count) == total[index][0], name


@pytest.mark.parametrize("name, status, says", [
    ("missing", 127, "does not exist|not found|no such"),
    ("folder", 126, "directory|folder"),
    ("plain", 126, "not executable|permission"),
    ("script", 126, "interpreter"),
])
def test_a_program_that_cannot_start_gives_one_sentence(workspace, tmp_path, name, status, says):
    (tmp_path / "folder").mkdir()
    (tmp_path / "plain").write_text("no program")
    (tmp_path / "script").write_text("#!/no/such/interpreter\n")
    (tmp_path / "script").chmod(0o755)
    counted = workspace.count(tmp_path / name)
    said = [line for line in counted.err.splitlines() if name in line]
    assert counted.returncode == status, counted.err
    assert len(said) == 1 and re.search(says, said[0], re.IGNORECASE), counted.err
    assert "\tat " not in counted.err, "no stack trace"
    assert workspace.runs() == []


def test_what_the_kernel_forbids_is_told_with_the_knob(workspace):
    paranoid = pathlib.Path("/proc/sys/kernel/perf_event_paranoid").read_text().strip()
    if int(paranoid) < 2:
        pytest.skip(f"kernel.perf_event_paranoid is {paranoid}, which forbids nothing")
    ordinary = ["setpriv", "--bounding-set=-perfmon,-sys_admin"] if os.geteuid() == 0 else []
    counted = workspace.count("true", through=ordinary)
    assert counted.returncode == 0, counted.err
    assert f"kernel.perf_event_paranoid is {paranoid}" in counted.err
    assert "sudo sysctl kernel.perf_event_paranoid=" in counted.err
    assert len(workspace.runs()) == 1


def test_a_workspace_may_have_blanks_and_umlauts_in_its_path(tmp_path):
    workspace = Workspace(tmp_path / "mein Arbeits-Plätzchen")
    assert workspace.count("true").returncode == 0
    assert len(workspace.runs()) == 1


def test_killing_the_ide_loses_no_run_and_leaves_the_program_alone(workspace, tmp_path):
    assert workspace.count("true").returncode == 0
    started, finish, finished = tmp_path / "started", tmp_path / "finish", tmp_path / "finished"
    script = f"touch '{started}'; while ! [ -e '{finish}' ]; do sleep 0.1; done; touch '{finished}'"
    ide = workspace.start("sh", "-c", script)
    wait_for(started.exists)
    os.kill(ide.pid, signal.SIGKILL)
    ide.wait()
    finish.touch()
    wait_for(finished.exists)
    wait_for(lambda: len(workspace.runs()) == 2 and of_type(workspace.runs()[1], "end"))
    assert all(of_type(run, "end") for run in workspace.runs())


@pytest.mark.parametrize("stubborn", ["", "trap '' INT; ", "trap '' INT TERM; "])
def test_ctrl_c_ends_with_130_and_leaves_no_process_behind(workspace, stubborn):
    assert workspace.count("true").returncode == 0
    ide = workspace.start("sh", "-c", stubborn + "echo up; while :; do sleep 0.1; done",
                          start_new_session=True, preexec_fn=heed_ctrl_c)
    try:
        assert ide.stdout.readline() == b"up\n"
        os.killpg(ide.pid, signal.SIGINT)
        _, err = ide.communicate(timeout=60)
        assert ide.returncode == 130, err
        assert b"task-clock" in err, "what was counted is reported"
        wait_for(lambda: not living(ide.pid))
    finally:
        if living(ide.pid):
            os.killpg(ide.pid, signal.SIGKILL)


def heed_ctrl_c():
    """What a shell starts in the background ignores it, and so do these tests then."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def living(group):
    """The processes of a group, without those that nobody has waited for."""
    listed = subprocess.run(["ps", "-eo", "pgid=,stat=,args="], capture_output=True, text=True, check=True).stdout
    return [line for line in listed.splitlines() if line.split()[0] == str(group) and line.split()[1][0] != "Z"]


def wait_for(condition):
    for _ in range(600):
        if condition():
            return
        time.sleep(0.1)
    pytest.fail("it did not happen within a minute")
