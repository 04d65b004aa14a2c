# SPDX-License-Identifier: LGPL-2.1-or-later
"""What tests ask of the call tree in a run file."""
from profiles import Profile


class Calls(Profile):
    def __init__(self, run):
        super().__init__(run)
        self.run = run
        self.frames = run.of("frame")

    def stacks(self):
        """Each frame that has samples, with all its callers, the innermost first, and the number."""
        for frame in self.frames:
            if "samples" in frame:
                yield list(self.callers(frame)), frame["samples"][0]

    def callers(self, frame):
        yield frame
        while "caller" in frame:
            frame = self.frames[frame["caller"]]
            yield frame

    def total(self):
        return sum(samples for _, samples in self.stacks())

    def below(self, function):
        """The stacks with this function, as stacks() has them."""
        return [(stack, samples) for stack, samples in self.stacks()
                if any(self.name(frame) == function for frame in stack)]

    def count(self, keys, stacks=None):
        """Percent of the stacks' samples by what keys(stack) has, each sample once for each key."""
        stacks = list(self.stacks()) if stacks is None else stacks
        counts, total = {}, sum(samples for _, samples in stacks)
        for stack, samples in stacks:
            for key in set(keys(stack)):
                counts[key] = counts.get(key, 0) + samples
        return {key: 100 * samples / total for key, samples in counts.items()}

    def inclusive(self):
        return self.count(lambda stack: [self.name(frame) for frame in stack])

    def exclusive(self):
        return self.count(lambda stack: [self.name(stack[0])])

    def inclusive_lines(self, source, stacks=None):
        return self.count(lambda stack: [frame["line"] for frame in stack if self.is_in(source, frame)],
                          stacks)

    def edges(self):
        return self.count(lambda stack: [(self.name(caller), self.name(callee))
                                         for callee, caller in zip(stack, stack[1:])])

    def truncated(self):
        return sum(samples for stack, samples in self.stacks() if "truncated" in stack[-1])

    def assert_consistent(self):
        """Every sample is in one frame, and the frames of a line have its samples."""
        own, lines = {}, {}
        for frame in self.frames:
            if "samples" in frame:
                place = frame["function"], frame.get("source"), frame.get("line")
                own[place] = own.get(place, 0) + frame["samples"][0]
        for line in self.lines:
            lines[line["function"], line.get("source"), line.get("line")] = line["samples"][0]
        assert own == lines
        assert sum(own.values()) == self.run.records[-1]["samples"][0]


def assert_percent(shares, expected):
    for key, percent in expected.items():
        assert abs(shares.get(key, 0) - percent) <= 2, (key, percent, shares)
