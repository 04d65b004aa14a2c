# SPDX-License-Identifier: LGPL-2.1-or-later
"""The machine code in a run file: samples by address, and the instructions of hot functions."""
import re
import shutil
import subprocess

import conftest
import pytest

from conftest import perfex
from profiles import Profile, line_of


def codes(run):
    return {code["name"]: code for code in run.of("code") if "name" in code}


def at_address(code):
    """The samples of the first event by address."""
    return {int(code["address"], 16) + offset: samples
            for offset, samples in zip(code["at"], code["samples"][0])}


def texts(code, syntax):
    return {int(code["address"], 16) + instruction[0]: normal(instruction[syntax])
            for instruction in code["instructions"]}


def objdump(program, function, *options):
    """The instructions of a function by address."""
    text = subprocess.run(["objdump", "-d", "--no-show-raw-insn", f"--disassemble={function}", *options,
                           program], capture_output=True, text=True, check=True).stdout
    found = re.findall(r"^ +([0-9a-f]+):\t(.+)$", text, re.MULTILINE)
    return {int(address, 16): normal(text) for address, text in found}


def normal(text):
    """Without what objdump and Zydis write differently, though it means the same."""
    text = re.sub(r"\s*[#<].*", "", text)                            # names of targets
    text = re.sub(r"\s+", " ", text.strip()).replace(", ", ",").replace("+0x0]", "]")
    text = re.sub(r"^((?:j|call)\S* )([0-9a-f]+)$", r"\g<1>0x\2", text)  # a target without 0x
    text = re.sub(r"\b0x0\(", "(", text)                             # a displacement that is spelt out
    text = re.sub(r"\$0x1,(?=%\w+$)", "", text) if re.match("sh|sa|ro", text) else text
    text = re.sub(r"\b(qword|dword|word|byte|xmmword) ptr ", "", text.replace("PTR", "ptr").replace(
        "QWORD", "qword").replace("DWORD", "dword").replace("WORD", "word").replace("BYTE", "byte"))
    text = re.sub(r"\b[cdes]s:", "", text).replace("*1", "")
    if re.search(r"\bnop|^xchg %ax,%ax|^xchg ax,ax", text):          # padding of all lengths
        return "nop"
    return {"cltq": "cdqe", "cqto": "cqo", "cwtl": "cwde", "cltd": "cdq"}.get(text, text)


@pytest.mark.parametrize("level", ["-O0", "-O1", "-O2", "-O3"])
@pytest.mark.parametrize("function", ["divide", "mixture"])
def test_instructions_are_those_that_objdump_lists(count, build, level, function):
    program = build("instructions", level, "-g")
    code = codes(count(program, record=True))[function]
    assert texts(code, 1) == objdump(program, function)
    assert texts(code, 2) == objdump(program, function, "-M", "intel")


def test_samples_are_at_instructions_and_hot_where_the_division_is(count, build):
    program = build("instructions", "-O2", "-g")
    code = codes(count(program, record=True))["divide"]
    samples, listing = at_address(code), objdump(program, "divide")
    assert set(samples) <= set(listing)
    addresses = list(listing)
    division = next(i for i, text in enumerate(listing.values()) if text.startswith("div"))
    # The processor stops before the instruction that waits for the result.
    near = sum(samples.get(address, 0) for address in addresses[division:division + 3])
    assert near > 0.7 * sum(samples.values()) > 100


def test_every_sample_is_at_one_address(count, build):
    run = count(build("instructions", "-O1"), record=True, options=["-s", "cpu-clock:u,page-faults:u", "-c", "1000000"])
    taken = run.records[-1]["samples"]
    for event, samples in enumerate(taken):
        assert samples == sum(sum(code["samples"][event]) for code in run.of("code"))


def lines_of(run, code):
    """(function, line) of each instruction, by its text."""
    profile, place, lines = Profile(run), None, {}
    changes = {line[0]: line[1:] for line in code["lines"]}
    for offset, text, _ in code["instructions"]:
        place = changes.get(offset, place)
        lines[text] = (profile.functions[place[0]]["name"], place[2] if len(place) == 3 else None)
    return lines


def test_instructions_of_inlined_functions_have_their_lines(count, build):
    run = count(build("instructions", "-O2", "-g"), record=True)
    lines = lines_of(run, codes(run)["divide"])
    assert next(line for text, line in lines.items() if text.startswith("imul")) == \
        ("square", line_of("instructions.c", "square"))
    assert next(line for text, line in lines.items() if text.startswith("div")) == \
        ("divide", line_of("instructions.c", "divide"))


def test_without_debug_information_there_are_instructions_without_lines(count, build):
    run = count(build("instructions", "-O2"), record=True)
    code = codes(run)["divide"]
    assert len(code["lines"]) == 1 and len(code["lines"][0]) == 2
    assert Profile(run).functions[code["lines"][0][1]]["name"] == "divide"
    assert len(code["instructions"]) > 10


def test_a_stripped_program_has_addresses_without_functions(count, build, tmp_path):
    program = tmp_path / "stripped"
    whole = build("instructions", "-O2")
    subprocess.run(["strip", "-o", program, whole], check=True)
    run = count(program, record=True)
    module = next(r["module"] for r in run.of("module") if r["path"] == str(program))
    code, = [code for code in run.of("code") if code["module"] == module]
    assert "name" not in code and "instructions" not in code
    assert set(objdump(whole, "divide")) & set(at_address(code))


def test_a_program_with_a_separate_debug_file_has_its_functions_where_they_are(count, build, tmp_path):
    whole, program = build("instructions", "-O2", "-g"), tmp_path / "program"
    subprocess.run(["objcopy", "--only-keep-debug", whole, tmp_path / "program.debug"], check=True)
    subprocess.run(["strip", "-o", program, whole], check=True)
    subprocess.run(["objcopy", "--add-gnu-debuglink=program.debug", program], cwd=tmp_path, check=True)
    assert texts(codes(count(program, record=True))["divide"], 1) == objdump(whole, "divide")


def test_so_many_instructions_are_kept_as_were_asked_for(count, build):
    program = build("instructions", "-O2")
    none = count(program, record=True, options=["--instructions", "0"])
    assert codes(none) and not any("instructions" in code for code in none.of("code"))
    size = len(objdump(program, "divide"))
    few = count(program, record=True, options=["--instructions", str(size)])
    assert [code["name"] for code in few.of("code") if "instructions" in code] == ["divide"]


def test_what_is_no_number_of_instructions_is_told():
    result = perfex("record", "--instructions", "many", "true")
    assert result.returncode == 125
    assert result.stderr == "perfex: --instructions 'many': expected a whole number from 1 to 2147483647\n"


def test_a_missing_disassembler_is_told(build, count, tmp_path, monkeypatch):
    """Or is damaged: the one beside perfex is taken."""
    (tmp_path / "libZydis.so.4.0").write_text("")
    shutil.copy(conftest.PERFEX, tmp_path / "perfex")
    monkeypatch.setattr(conftest, "PERFEX", str(tmp_path / "perfex"))
    run = count(build("instructions", "-O2"), record=True)
    assert any("libZydis.so.4.0, is not there" in text for text in run.degradations)
    assert codes(run)["divide"]["samples"] and "instructions" not in codes(run)["divide"]


def test_a_program_that_is_gone_when_it_ends_has_no_instructions(count, build, tmp_path):
    program = tmp_path / "brief"
    shutil.copy(build("instructions", "-O2"), program)
    run = count("sh", "-c", f"{program} & p=$!; sleep 0.1; rm {program}; wait $p", record=True)
    assert not any("divide" == code.get("name") for code in run.of("code"))
    assert run.complete and sum(sum(code["samples"][0]) for code in run.of("code")) == \
        run.records[-1]["samples"][0]
