"""Writes small-overlaps-oracle.json: C, C', C'' where they are far below their values at q = 1, in 17 digits.

python3 small-overlaps-oracle.py   (needs mpmath, numpy; a minute)

C(q) = sum_k a_k^2 q^k with Hermite coefficients by Gauss-Legendre panels of 40 nodes between the kinks, in 45 digits.
"""

import json

from mpmath import exp, mp, mpf, npdf, pi, sin, sqrt
from numpy.polynomial.legendre import leggauss

mp.dps = 45
ORDER = 150
NODES = 40


def legendre():
    for start in leggauss(NODES)[0]:
        z = mpf(float(start))
        for _ in range(4):
            before, here = mpf(1), z
            for k in range(2, NODES + 1):
                before, here = here, ((2 * k - 1) * z * here - (k - 1) * before) / k
            slope = NODES * (z * here - before) / (z * z - 1)
            z -= here / slope
        yield z, 2 / ((1 - z * z) * slope * slope)


rule = list(legendre())
functions = {
    "abs(sin(3*x))": (lambda x: abs(sin(3 * x)), [k * pi / 3 for k in range(-13, 14)]),
    "max(0, x - 5)": (lambda x: max(0, x - 5), [5]),
    "max(0, x - 3)": (lambda x: max(0, x - 3), [3]),
    "1/(1 + abs(x))": (lambda x: 1 / (1 + abs(x)), [0]),
    "exp(-abs(x))": (lambda x: exp(-abs(x)), [0]),
    "abs(abs(x) - 1)": (lambda x: abs(abs(x) - 1), [-1, 0, 1]),
}

table = []
for name, (g, kinks) in functions.items():
    breaks = sorted({mpf(k) / 2 for k in range(-28, 29)} | {mpf(k) for k in kinks})
    squares = [mpf(0)] * (ORDER + 1)
    for left, right in zip(breaks, breaks[1:]):
        for node, weight in rule:
            x = (left + right) / 2 + (right - left) / 2 * node
            value = g(x) * weight * (right - left) / 2 * npdf(x)
            before, here = mpf(0), mpf(1)
            for k in range(ORDER + 1):
                squares[k] += value * here
                before, here = here, (x * here - sqrt(mpf(k)) * before) / sqrt(mpf(k + 1))
    squares = [a * a for a in squares]
    for gap in ["0.999", "0.99", "0.9", "0.7", "0.5"]:
        q = 1 - mpf(gap)
        row = [sum(f * squares[k] * q**power for k, f, power in terms) for terms in (
            [(k, 1, k) for k in range(1, ORDER + 1)],
            [(k, k, k - 1) for k in range(1, ORDER + 1)],
            [(k, k * (k - 1), k - 2) for k in range(2, ORDER + 1)],
        )]
        table.append({"formula": name, "gap": float(gap), "values": [float(x) for x in row]})

with open("small-overlaps-oracle.json", "w") as file:
    file.write("[\n" + ",\n".join("  " + json.dumps(row) for row in table) + "\n]\n")
