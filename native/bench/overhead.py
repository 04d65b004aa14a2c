#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Measures how long a program takes under perfex record and under perf record, in alternation.

Usage: bench/overhead.py [ROUNDS] [BUILD_FOLDER]

The program says itself how long its work took. Each round runs it under both, in turns of who is
first, so that what disturbs the machine hits both alike; the result is the median of the rounds'
ratios, with the interval in which it lies with 95 % confidence.
"""
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from rounds import interval

NATIVE = Path(__file__).resolve().parent.parent
EVENT = "cpu-clock:u"
WORK = 60  # rounds of the program: about a fifth of a second


def build(folder):
    program = folder / "spin"
    subprocess.run(["gcc", "-O2", "-pthread", "-o", program, NATIVE / "bench" / "spin.c"], check=True)
    return program


def seconds(command):
    """By the clock and on processors."""
    output = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return [float(number) for number in output.split()[:2]]


def compare(rounds, program, threads, frequency, folder, perfex):
    work = [str(program), str(threads), str(WORK)]
    commands = {
        "perfex": [perfex, "record", "-q", "-s", EVENT, "-F", str(frequency), "-o", folder / "run", "--", *work],
        "perf": ["perf", "record", "-q", "-e", EVENT, "-F", str(frequency), "-o", folder / "data", "--", *work],
        "bare": work,
    }
    names = list(commands)
    times = {name: [] for name in names}
    for turn in range(rounds):
        for name in names if turn % 2 else reversed(names):
            times[name].append(seconds(commands[name]))
    for kind, what in enumerate(("by the clock", "on processors")):
        ratios = [ours[kind] / theirs[kind] for ours, theirs in zip(times["perfex"], times["perf"])]
        bare = {name: statistics.median(a[kind] / b[kind] for a, b in zip(times[name], times["bare"]))
                for name in ("perfex", "perf")}
        low, high = interval(ratios)
        print(f"{frequency:6} a second, {threads} threads, {what}: ratio {statistics.median(ratios):.4f} "
              f"({low:.4f} to {high:.4f}; wanted: <= 1.0)   bare program 1, perfex {bare['perfex']:.4f}, "
              f"perf {bare['perf']:.4f}", flush=True)


def main():
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    perfex = Path(sys.argv[2] if len(sys.argv) > 2 else NATIVE / "build").resolve() / "perfex"
    print(f"{os.uname().release}, {os.cpu_count()} CPUs, load {os.getloadavg()[0]:.1f}, {rounds} rounds, {EVENT}")
    with tempfile.TemporaryDirectory() as name:
        program = build(Path(name))
        for threads in sorted({1, os.cpu_count()}):
            for frequency in (1000, 10000):
                compare(rounds, program, threads, frequency, Path(name), perfex)


main()
