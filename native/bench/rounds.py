# SPDX-License-Identifier: LGPL-2.1-or-later
"""What rounds of measurements say, in which all commands take turns."""


def interval(values):
    """Where their median lies with 95 % confidence, by their order: it needs no assumption about them."""
    values = sorted(values)
    reach = int(0.98 * len(values) ** 0.5) + 1
    middle = len(values) // 2
    return values[max(0, middle - reach)], values[min(len(values) - 1, middle + reach)]
