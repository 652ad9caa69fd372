"""Writes closed-form-oracle.json: C, C(1) - C, C', C'' from their formulas in q, in 60 digits.

python3 closed-form-oracle.py   (needs mpmath)
"""

import json
import os

from mpmath import acos, asin, cosh, exp, mp, mpf, pi, sinh, sqrt

mp.dps = 60
GAPS = [1e-16, 1e-12, 1e-7, 1e-3, 0.1, 0.4, 0.7, 0.95, 0.999999]


def relu(q):
    return (sqrt(1 - q * q) + q * (pi - acos(q)) - 1) / (2 * pi)


def leaky(slope):
    a = mpf(slope)
    return (
        lambda q: a * q + (1 - a) ** 2 * relu(q),
        lambda q: a + (1 - a) ** 2 * (pi - acos(q)) / (2 * pi),
        lambda q: (1 - a) ** 2 / (2 * pi * sqrt(1 - q * q)),
    )


def sine(frequency):
    s = mpf(frequency) ** 2
    return (
        lambda q: exp(-s) * sinh(s * q),
        lambda q: s * exp(-s) * cosh(s * q),
        lambda q: s * s * exp(-s) * sinh(s * q),
    )


# C, C', C''
KERNELS = {
    'sign': (
        lambda q: 2 / pi * asin(q),
        lambda q: 2 / pi / sqrt(1 - q * q),
        lambda q: 2 / pi * q / (1 - q * q) ** mpf(1.5),
    ),
    'relu': leaky(0),
    'erf': (
        lambda q: 2 / pi * asin(2 * q / 3),
        lambda q: 4 / pi / sqrt(9 - 4 * q * q),
        lambda q: 16 / pi * q / (9 - 4 * q * q) ** mpf(1.5),
    ),
    'leaky-relu': leaky(0.01),
    'leaky-relu:-1': leaky(-1),
    'sine': sine(1),
    'sine:4': sine(4),
}

rows = []
for name, (covariance, slope, curvature) in KERNELS.items():
    for gap in GAPS:
        q = 1 - mpf(gap)
        values = (covariance(q), covariance(mpf(1)) - covariance(q), slope(q), curvature(q))
        names = ('covariance', 'deficit', 'slope', 'curvature')
        rows.append({'activation': name, 'gap': gap, **{n: float(v) for n, v in zip(names, values)}})

target = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'closed-form-oracle.json')
with open(target, 'w') as file:
    file.write('[\n' + ',\n'.join('  ' + json.dumps(row) for row in rows) + '\n]\n')
