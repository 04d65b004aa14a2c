#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""compare_processors.py FOLDER: compares events/processors with Intel's event lists, a checkout of perfmon in FOLDER.

Prints each event whose code is another one there, or that is not there. For maintainers: the lists change, and are not
part of perfctr.
"""
import csv
import json
import re
import sys
from pathlib import Path

CORES = {"0x20": "cpu_atom", "0x40": "cpu_core", "": None}


def number(text):
    return int((text or "0").split(",")[0], 0)


def code(event):
    """As the event select register has it."""
    return (number(event["EventCode"]) | number(event["UMask"]) << 8 | number(event.get("EdgeDetect")) << 18
            | number(event.get("Invert")) << 23 | number(event.get("CounterMask")) << 24)


def plain(name):
    """Intel separates by dots where libpfm4 has colons or underscores, and has renamed FP_ARITH_INST_RETIRED."""
    return re.sub("[.:_]", "", name.replace("FP_ARITH_OPS_RETIRED", "FP_ARITH_INST_RETIRED"))


def lists(folder):
    """The codes of each (model, cores) by plain names: several where a model has two kinds of efficient cores."""
    found = {}
    for row in csv.DictReader(open(folder / "mapfile.csv", newline="")):
        match = re.fullmatch(r"GenuineIntel-6-([0-9A-F]{2})", row["Family-model"])
        if match and row["EventType"] in ("core", "hybridcore"):
            events = json.loads((folder / row["Filename"].lstrip("/")).read_text())["Events"] \
                if (folder / row["Filename"].lstrip("/")).exists() else []
            key = int(match[1], 16), CORES[(row.get("Core Type") or "").strip()]
            for event in events:
                found.setdefault(key, {}).setdefault(plain(event["EventName"]), set()).add(code(event))
    return found


def main(folder):
    intels, compared, wrong = lists(Path(folder)), 0, 0
    for path in sorted((Path(__file__).parent / "processors").glob("*.json")):
        table = json.loads(path.read_text())
        for processor in table["processors"]:
            for model in processor.get("models", []) if processor.get("vendor") == "GenuineIntel" else []:
                known = intels.get((model, processor.get("cores")), {})
                for name, event in table["events"].items():
                    compared += 1
                    there = known.get(plain(name), set())
                    if int(event["code"][1:], 16) not in there:
                        wrong += 1
                        print(f"{path.name}: {processor['pmu']} (model {model:#x}): {name} is {event['code']}, "
                              f"there {' or '.join(map('r{:x}'.format, there)) or 'missing'}")
    print(f"{compared} codes compared, {wrong} different")
    return 1 if wrong or not compared else 0


sys.exit(main(*sys.argv[1:]))
