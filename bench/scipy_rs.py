#!/usr/bin/env python3
"""The counterpart of the benchmark: replica-symmetric curve and capacities with scipy, as one writes them in a day.

    python3 bench/scipy_rs.py [--repeat 3]        (needs numpy and scipy; prints JSON)

scipy.optimize.root in (q, q-hat), scipy.integrate.quad in z, the load before as the first guess, brentq on the entropy
for the capacity. The tolerances are the cheapest that do not cost accuracy: quad at its default 1.49e-8 is right to
1e-15 on this curve (it overshoots), and asking for 1e-12 makes it twice as slow and no better. Imports are not timed.

`vectorised` is the same with quad replaced by one numpy sum over a fixed trapezoid grid, which is as accurate on this
curve because no layer on it is thin. It gives no error estimate and fails where quad does not (q near 1): it is here so
that the ratio to quad is not mistaken for the ratio of languages.
"""

import argparse
import json
import math
import platform
import statistics
import sys
import time

import numpy as np
import scipy
from scipy.integrate import quad
from scipy.optimize import brentq, root
from scipy.special import erfcx, log_ndtr

REACH = 9.0
NORM = 1 / math.sqrt(2 * math.pi)
SQRT_2_OVER_PI = math.sqrt(2 / math.pi)

LOADS = [round(0.02 + 0.01 * k, 2) for k in range(81)]


def hazard(x):
    """phi/H, without overflow for any x > -37."""
    return SQRT_2_OVER_PI / erfcx(x / math.sqrt(2))


# C(q), C(1) - C(q), C'(q)
LINEAR = (lambda q: q, lambda q: 1 - q, lambda q: 1.0)


def _relu(q):
    return (math.sqrt(1 - q * q) + q * (math.pi - math.acos(q)) - 1) / (2 * math.pi)


RELU = (_relu, lambda q: 0.5 - 0.5 / math.pi - _relu(q), lambda q: (math.pi - math.acos(q)) / (2 * math.pi))


class Quad:
    """Gaussian averages by adaptive Gauss-Kronrod."""

    def pattern(self, kernel, q, kappa, what):
        c, v = math.sqrt(kernel[0](q)), math.sqrt(kernel[1](q))
        if what == 'score':
            f = lambda z: math.exp(-0.5 * z * z) * hazard((kappa - c * z) / v) ** 2
            return NORM * quad(f, -REACH, REACH)[0] / (v * v)
        f = lambda z: math.exp(-0.5 * z * z) * log_ndtr((c * z - kappa) / v)
        return NORM * quad(f, -REACH, REACH)[0]

    def site(self, qhat, what):
        r = math.sqrt(qhat)
        if what == 'overlap':
            f = lambda z: math.exp(-0.5 * z * z) * math.tanh(r * z) ** 2
        else:
            f = lambda z: math.exp(-0.5 * z * z) * (abs(r * z) + math.log1p(math.exp(-2 * abs(r * z))))
        return 2 * NORM * quad(f, 0, REACH)[0]


class Vectorised:
    """The same averages as sums over a fixed grid."""

    z = np.linspace(-REACH, REACH, 145)
    w = NORM * (z[1] - z[0]) * np.exp(-0.5 * z * z)

    def pattern(self, kernel, q, kappa, what):
        c, v = math.sqrt(kernel[0](q)), math.sqrt(kernel[1](q))
        x = (kappa - c * self.z) / v
        return self.w @ hazard(x) ** 2 / (v * v) if what == 'score' else self.w @ log_ndtr(-x)

    def site(self, qhat, what):
        h = math.sqrt(qhat) * self.z
        return self.w @ np.tanh(h) ** 2 if what == 'overlap' else self.w @ np.logaddexp(h, -h)


def saddle(averages, kernel, alpha, kappa, guess):
    def equations(x):
        q, qhat = x
        if not (0 < q < 1 and qhat > 0):
            return [1e3, 1e3]
        return [q - averages.site(qhat, 'overlap'),
                qhat - alpha * kernel[2](q) * averages.pattern(kernel, q, kappa, 'score')]

    solution = root(equations, guess, tol=1e-10)
    if max(abs(solution.fun)) > 1e-9:
        raise ValueError(f'no saddle point at alpha = {alpha}: {solution.message}')
    return solution.x


def entropy(averages, kernel, alpha, kappa, x):
    q, qhat = x
    return (-0.5 * qhat * (1 - q) + averages.site(qhat, 'logcosh')
            + alpha * averages.pattern(kernel, q, kappa, 'energy'))


def curve(averages):
    x = [0.02, 0.02]
    rows = []
    for alpha in LOADS:
        x = saddle(averages, LINEAR, alpha, 0.0, x)
        rows.append((alpha, entropy(averages, LINEAR, alpha, 0.0, x), x[0]))
    return rows


def capacity(averages, kernel, low, high):
    x = [0.1, 0.1]
    for alpha in np.linspace(0.1, low, 5):
        x = saddle(averages, kernel, alpha, 0.0, x)
    last = [x]

    def at(alpha):
        last[0] = saddle(averages, kernel, alpha, 0.0, last[0])
        return entropy(averages, kernel, alpha, 0.0, last[0])

    return brentq(at, low, high, xtol=1e-12, rtol=1e-12)


def measure(work, repeat):
    seconds = []
    for _ in range(repeat):
        start = time.perf_counter()
        result = work()
        seconds.append(time.perf_counter() - start)
    return result, {'ms': 1e3 * statistics.median(seconds), 'min': 1e3 * min(seconds), 'max': 1e3 * max(seconds)}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--repeat', type=int, default=3)
    repeat = parser.parse_args().repeat
    out = {'python': platform.python_version(), 'scipy': scipy.__version__, 'numpy': np.__version__}
    for name, averages in (('quad', Quad()), ('vectorised', Vectorised())):
        rows, curve_time = measure(lambda: curve(averages), repeat)
        linear, linear_time = measure(lambda: capacity(averages, LINEAR, 0.5, 0.9), repeat)
        relu, relu_time = measure(lambda: capacity(averages, RELU, 0.5, 1.0), repeat)
        out[name] = {
            'curve': {**curve_time, 'rows': [{'alpha': a, 'entropy': s, 'q': q} for a, s, q in rows]},
            'capacity': {'linear': {**linear_time, 'value': linear}, 'relu': {**relu_time, 'value': relu}},
        }
    json.dump(out, sys.stdout)


if __name__ == '__main__':
    main()
