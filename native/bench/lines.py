#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Measures the resolving of samples to lines beside perf script, on the same samples.

Usage: bench/lines.py FILE [BUILD_FOLDER]

FILE is a large program or library with debug information, of its own or in a package of its own.
perf script gets a small part of the samples; its time is scaled up, less that of a single sample.
"""
import os
import resource
import struct
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ADDRESSES, SAMPLES = 100_000, 1_000_000
INSTRUCTIONS = 20_000  # perfex's default
PART = 500
BASE, PID = 0x7F0000000000, 4242
HEADER, ATTRIBUTE = 104, 112
RECORD_MMAP, RECORD_SAMPLE, USER = 1, 9, 2
SAMPLE_IP, SAMPLE_TID = 1, 2


def code_of(file):
    """Offset and size of the executable segment."""
    table = subprocess.run(["readelf", "-lW", file], capture_output=True, text=True, check=True).stdout
    fields = next(line.split() for line in table.splitlines()
                  if line.split()[:1] == ["LOAD"] and "E" in line.split()[6:8])
    return int(fields[1], 16), int(fields[4], 16)


def record(kind, body):
    return struct.pack("=IHH", kind, USER, 8 + len(body)) + body


def perf_data(path, file, addresses):
    """A file as perf record writes it: one mapping, then the samples."""
    offset, size = code_of(file)
    name = os.fsencode(file) + b"\0"
    name += b"\0" * (-len(name) % 8)
    data = record(RECORD_MMAP, struct.pack("=IIQQQ", PID, PID, BASE, size, offset) + name)
    for address in addresses:
        data += record(RECORD_SAMPLE, struct.pack("=QII", BASE + address, PID, PID))
    # cpu-clock with a period
    attribute = struct.pack("=IIQQQQQ", 1, ATTRIBUTE, 0, 1_000_000, SAMPLE_IP | SAMPLE_TID, 0, 0)
    attribute = attribute.ljust(ATTRIBUTE, b"\0") + struct.pack("=QQ", 0, 0)
    start = HEADER + len(attribute)
    header = b"PERFILE2" + struct.pack("=QQQQQQQQQ", HEADER, len(attribute), HEADER, len(attribute),
                                       start, len(data), 0, 0, 0)
    path.write_bytes((header + b"\0" * HEADER)[:HEADER] + attribute + data)


def cost(command):
    """Its output, and the seconds by the clock and on processors."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    output = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    wall = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return output, wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def perf_seconds(folder, file, count):
    step = code_of(file)[1] // ADDRESSES
    path = folder / "perf.data"
    perf_data(path, file, [i * 7919 % ADDRESSES * step for i in range(count)])
    output, wall, cpu = cost(["perf", "script", "-i", path, "-F", "ip,sym,srcline"])
    assert len(output.splitlines()) >= count, output[:1000]
    return wall, cpu


def main():
    file = os.path.realpath(sys.argv[1])
    build = Path(sys.argv[2] if len(sys.argv) > 2 else Path(__file__).resolve().parent.parent / "build")
    print(f"{os.uname().release}, {os.cpu_count()} CPUs, load {os.getloadavg()[0]:.1f}: {SAMPLES} "
          f"samples at {ADDRESSES} addresses of {file}, {code_of(file)[1] >> 20} MB of code")
    subprocess.run(["cmake", "--build", build, "--target", "bench-lines"], stdout=subprocess.DEVNULL, check=True)
    with tempfile.TemporaryDirectory() as folder:
        # By another name: a virtual machine's own code is not resolved.
        link = Path(folder) / "file"
        link.symlink_to(file)
        output, wall, cpu = cost([build / "bench-lines", link, str(ADDRESSES), str(SAMPLES),
                                  Path(folder) / "run", str(INSTRUCTIONS)])
        print(f"perfex       {wall:10.2f} s, {cpu:10.2f} s on processors, {output.split()[2]} MB")
        one, some = perf_seconds(Path(folder), file, 1), perf_seconds(Path(folder), file, PART)
        theirs = [one[i] + (some[i] - one[i]) / PART * SAMPLES for i in (0, 1)]
        print(f"perf script  {theirs[0]:10.2f} s, {theirs[1]:10.2f} s on processors, scaled from {PART} samples")
        print(f"ratio        {theirs[0] / wall:10.0f}    {theirs[1] / cpu:10.0f}  (wanted: 20)")


main()
