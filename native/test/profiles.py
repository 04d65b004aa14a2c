# SPDX-License-Identifier: LGPL-2.1-or-later
"""What tests ask of the line profile in a run file."""
from conftest import NATIVE

PROGRAMS = NATIVE / "test" / "programs"


class Profile:
    def __init__(self, run):
        self.modules = {r["module"]: r for r in run.of("module")}
        self.sources = {r["source"]: r for r in run.of("source")}
        self.functions = {r["function"]: r for r in run.of("function")}
        self.lines = run.of("line")

    def by_function(self):
        samples = {}
        for line in self.lines:
            name = self.name(line)
            samples[name] = samples.get(name, 0) + line["samples"][0]
        return samples

    def by_line(self, source):
        """The samples of the lines of one source file."""
        samples = {}
        for line in self.lines:
            if self.is_in(source, line):
                samples[line["line"]] = samples.get(line["line"], 0) + line["samples"][0]
        return samples

    def by_call(self, source, function):
        """The samples of an inlined function by the line of a file that it was inlined into."""
        samples = {}
        for line in self.lines:
            for inlined in line.get("inlined", []) if self.name(line) == function else []:
                for call in inlined["at"]:
                    if self.is_in(source, call):
                        samples[call["line"]] = samples.get(call["line"], 0) + inlined["samples"][0]
        return samples

    def name(self, place):
        return self.functions[place["function"]].get("name")

    def is_in(self, source, place):
        return "source" in place and self.sources[place["source"]]["path"].endswith(source)

    def module_of(self, function):
        return next(self.modules[f["module"]] for f in self.functions.values()
                    if f.get("name") == function)


def line_of(program, mark):
    """The number of the line of a test program that bears this mark."""
    text = (PROGRAMS / program).read_text().splitlines()
    return next(n for n, line in enumerate(text, 1) if line.endswith(f"// line: {mark}")
                or f"/* line: {mark} */" in line)


def assert_shares(samples, expected):
    """Each key's share, among those expected, is within 2 points."""
    total = sum(samples.get(key, 0) for key in expected)
    assert total > 0, samples
    shares = {key: 100 * samples.get(key, 0) / total for key in expected}
    whole = sum(expected.values())
    for key, part in expected.items():
        assert abs(shares[key] - 100 * part / whole) <= 2, (shares, expected)
