#!/usr/bin/env python3
"""Makes test/gaussian/normal-oracle.json, the reference values of the test of normal.ts.

    python3 scripts/normal-oracle.py        (needs mpmath)

Every argument is a double. Every value is computed with 100 digits, cut to 40 and rounded once to the nearest double.
The slope R' is a central difference of R, not R(R - x), so that it checks that identity too.
"""

import math
import random
import re
from pathlib import Path

from mpmath import erf, erfc, exp, log, log1p, mp, mpf, nstr, pi, sqrt

mp.dps = 100
OUT = Path(__file__).resolve().parent.parent / 'test' / 'gaussian' / 'normal-oracle.json'
STEP = mpf(10) ** -30


def density(x):
    return exp(-x * x / 2) / sqrt(2 * pi)


def tail(x):
    return erfc(x / sqrt(mpf(2))) / 2


def log_tail(x):
    return log1p(-tail(-x)) if x < 0 else log(tail(x))


def hazard(x):
    return density(x) / tail(x)


def excess(x):
    return hazard(x) - x


def slope(x):
    return (hazard(x + STEP) - hazard(x - STEP)) / (2 * STEP)


def erfcx(t):
    return exp(t * t) * erfc(t)


def neighbours(x):
    return [math.nextafter(x, -math.inf), x, math.nextafter(x, math.inf)]


def log_spaced(low, high, count):
    return [low * (high / low) ** (k / (count - 1)) for k in range(count)]


def points_x():
    rng = random.Random(1)
    # One random point in every cell of 77/1300, so that the bits of the arguments are full.
    xs = [-37 + (k + rng.random()) * 77 / 1300 for k in range(1300)]
    xs += log_spaced(40, 1e8, 120)
    # The seams of the tables and of their branches, each with the double below it.
    for k in range(-56, 193):
        xs += neighbours(k / 8)[:2]
    for seam in (-7.0, 0.0, 24.0):
        xs += neighbours(seam)
    xs += [sign * 10.0 ** -k for sign in (1, -1) for k in range(1, 301, 7)]
    # Down to and through the subnormal results.
    xs += [sign * (37 + 0.02 * k) for sign in (1, -1) for k in range(85)]
    return sorted(set(xs))


def points_t():
    rng = random.Random(2)
    # erfcx overflows below -26.63.
    ts = [-26.6 + (k + rng.random()) * 54.1 / 600 for k in range(600)]
    ts += log_spaced(27.5, 1e8, 60) + [0.999e8, 1.001e8, 1e10]
    for seam in (-0.5, 0.0, 0.5, 24 / math.sqrt(2), -7 / math.sqrt(2)):
        ts += neighbours(seam)
    ts += [sign * 10.0 ** -k for sign in (1, -1) for k in range(1, 301, 13)]
    return sorted(set(ts))


def to_double(value):
    return float(nstr(value, 40))


def render(name, numbers):
    lines = []
    line = '   '
    for k, n in enumerate(numbers):
        # Exponents as the formatter of the repository writes them: 1e-8, not 1e-08.
        text = ' ' + re.sub(r'e\+?(-?)0*', r'e\1', repr(n)) + (',' if k < len(numbers) - 1 else '')
        if len(line) + len(text) > 120:
            lines.append(line)
            line = '   '
        line += text
    lines.append(line)
    return '  "%s": [\n%s\n  ]' % (name, '\n'.join(lines))


def column(function, arguments):
    return [to_double(function(mpf(a))) for a in arguments]


def main():
    xs = points_x()
    ts = points_t()
    columns = [('x', xs)]
    for name, function in (
        ('density', density),
        ('tail', tail),
        ('logTail', log_tail),
        ('hazard', hazard),
        ('hazardExcess', excess),
        ('hazardSlope', slope),
    ):
        columns.append((name, column(function, xs)))
    columns.append(('t', ts))
    for name, function in (('erf', erf), ('erfc', erfc), ('erfcx', erfcx)):
        columns.append((name, column(function, ts)))
    text = ',\n'.join(render(name, numbers) for name, numbers in columns)
    OUT.write_text('{\n%s\n}\n' % text)
    print('%d values of x, %d of t' % (len(xs), len(ts)))


if __name__ == '__main__':
    main()
