# SPDX-License-Identifier: LGPL-2.1-or-later
"""Hardware events are sampled as precisely as processor and kernel can, and it is told where they can't."""
import errno
import os

import pytest

from conftest import Run, perfex


@pytest.fixture
def sampled(build, sanitized, tmp_path):
    """Samples an event on a processor that is so precise: the levels that were opened, and the run."""
    if sanitized:
        pytest.skip("AddressSanitizer has to be the first library that is preloaded")

    def sample(event, most, refusal=errno.EOPNOTSUPP):
        answers, output = tmp_path / "answers", tmp_path / "run"
        answers.write_text("")
        environment = {**os.environ, "LD_PRELOAD": str(build("precise_pmu", "-shared", "-fPIC")),
                       "MOST_PRECISE": str(most), "REFUSAL": str(refusal), "ANSWERS": str(answers)}
        result = perfex("record", "-q", "-s", event, "-F", "5000", "-o", output, "--", build("spin", "-O1", "-g"),
                        env=environment)
        assert result.returncode == 0, result.stderr
        run = Run(output)
        assert run.records[-1]["samples"][0] > 50
        return {int(line) for line in answers.read_text().splitlines()}, run
    return sample


def skid(run):
    return [text for text in run.degradations if "sampled with skid" in text]


@pytest.mark.parametrize("most", [3, 2, 1])
def test_the_most_precise_mode_is_taken(sampled, most):
    levels, run = sampled("cycles:u", most)
    assert levels == {most}
    assert skid(run) == []


@pytest.mark.parametrize("refusal", [errno.EOPNOTSUPP, errno.EINVAL, errno.ENOENT])
def test_without_a_precise_mode_the_skid_is_told(sampled, refusal):
    levels, run = sampled("cycles:u", 0, refusal)
    assert levels == {0}
    assert len(skid(run)) == 1 and "cycles" in skid(run)[0]


def test_a_clock_has_no_skid(sampled):
    levels, run = sampled("cpu-clock:u", 3)
    assert levels == set()
    assert skid(run) == []
