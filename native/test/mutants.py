# SPDX-License-Identifier: LGPL-2.1-or-later
"""Damaged copies of programs: sections are changed that loading and running them don't need."""
import random
import re
import shutil
import subprocess

from profiles import PROGRAMS

HEADERS = "section headers"
# How the program is built, and what of it is damaged.
BUILDS = {
    "DWARF 5": ("-gdwarf-5", [".debug_info", ".debug_abbrev", ".debug_line", ".debug_str", ".debug_line_str",
                              ".debug_rnglists", ".debug_aranges", ".symtab", ".strtab", HEADERS]),
    "DWARF 4": ("-gdwarf-4", [".debug_info", ".debug_abbrev", ".debug_line", ".debug_ranges"]),
    "compressed": ("-gdwarf-5 -gz=zlib", [".debug_info", ".debug_line", ".debug_str"]),
    "unwinding": ("-gdwarf-5 -fno-asynchronous-unwind-tables -fno-exceptions", [".debug_frame"]),
    "loaded": ("-gdwarf-5", [".eh_frame", ".eh_frame_hdr"]),
}
CASES = [(build, part) for build, (_, parts) in BUILDS.items() for part in parts]


def is_unwound(build):
    """Only then it is read."""
    return build in ("unwinding", "loaded")


def compiled(folder, build):
    program = folder / build.replace(" ", "-")
    if not program.exists():
        subprocess.run(["g++", "-O2", *BUILDS[build][0].split(), "-o", program, PROGRAMS / "inlines.cpp"], check=True)
    return program


def parts(program):
    """Start and size in the file, by section."""
    table = subprocess.run(["readelf", "-SW", program], capture_output=True, text=True, check=True).stdout
    rows = re.findall(r"\] (\.\S+)\s+\w+\s+[0-9a-f]+ (\w+) (\w+)", table)
    found = {name: (int(start, 16), int(size, 16)) for name, start, size in rows}
    start = int(re.search(r"starting at offset 0x(\w+)", table)[1], 16)
    found[HEADERS] = (start, program.stat().st_size - start)
    return found


def mutant(program, target, part, seed):
    """A copy with some bytes of the part changed, some of them to what counts as large."""
    data = bytearray(program.read_bytes())
    chance = random.Random(f"{part} {seed}")
    start, size = parts(program)[part]
    for _ in range(chance.choice([1, 4, 30])):
        at = start + chance.randrange(size)
        data[at] = chance.choice([0, 0x7F, 0x80, 0xFF, chance.randrange(256)])
    target.unlink(missing_ok=True)
    target.write_bytes(data)
    shutil.copymode(program, target)
    return target
