"""Stationary points, and what is reported of them."""

import math

import numpy as np

from .infinitesimal import STEP
from .panels import ORDERS, SCOUT


class Sum:
    """A function of several numbers as a sum of parts, each with the indices of the numbers that it depends on."""

    def __init__(self, size, *parts):
        self.basis, self.parts = np.eye(size), parts

    def __call__(self, x):
        return sum(part(x).real for part, _ in self.parts)

    def gradient(self, x, parts=None):
        total = np.zeros(len(x))
        for part, indices in parts or self.parts:
            for k in indices:
                total[k] += part(x + 1j * STEP * self.basis[k]).imag / STEP
        return total

    def hessian(self, x, h=1e-4):
        rows = np.zeros((len(x), len(x)))
        for part in self.parts:
            for k in part[1]:
                e = h * self.basis[k]
                rows[k] += (self.gradient(x + e, [part]) - self.gradient(x - e, [part])) / (2 * h)
        return (rows + rows.T) / 2


def whole(function, size):
    return Sum(size, (function, range(size)))


def stationary(function, x, tolerance=3e-14, steps=60, longest=0.7):
    """Newton's method on the gradient, to where rounding stops it. Raises if it does not arrive."""
    x = np.array(x, dtype=float)
    last = math.inf
    for _ in range(steps):
        if last > 1e-3:
            hessian = function.hessian(x)
        step = -np.linalg.solve(hessian, function.gradient(x))
        size = np.max(np.abs(step))
        if not np.isfinite(size):
            raise ArithmeticError(f'not finite at {x}')
        if size < tolerance or (size < 1e-7 and size > 0.3 * last):
            return x + step
        x = x + step * min(1, longest / size)
        last = size
    raise ArithmeticError(f'no stationary point: last step {last}')


def settled(make, start):
    """Solves with a coarse rule, then with the fine ones. `make(order)` gives the function; returns orders and roots."""
    x = stationary(make(SCOUT), start, tolerance=1e-7)
    return [(order, stationary(make(order), x)) for order in ORDERS]


def row(head, values):
    """A row of the table from the values by the rules; the finest one is kept."""
    *coarser, fine = values
    differences = {k: max(abs(other[k] - fine[k]) for other in coarser) for k in fine}
    worst = max(differences[k] / max(1, abs(fine[k])) for k in fine)
    digits = 15 if worst == 0 else min(15, int(-math.log10(worst)))
    return {**head, 'digits': digits, 'values': {k: repr(float(v)) for k, v in fine.items()},
            'differences': {k: f'{v:.1e}' for k, v in differences.items()}}
