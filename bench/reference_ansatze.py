#!/usr/bin/env python3
"""Makes bench/reference-ansatze.json: values beyond replica symmetry, by another route than Gardner's.

    python3 bench/reference_ansatze.py [--only KIND]        (needs numpy and scipy)

No saddle-point equation is used. Each ansatz is one function, its free entropy (or the ratio whose minimum is a
capacity), written as it comes out of the replicas; its gradient is taken by the complex step, F'(x) = Im F(x + ih)/h with
h = 1e-30, which is exact to rounding, and Newton's method makes it vanish. A wrong saddle-point equation elsewhere
therefore shows. Integrals are Gauss-Legendre panels graded towards every layer; in a double integral the panels of the
inner one follow the outer variable. Every row is solved with three orders of the panels: `differences` says by how much
the lower two differ from the highest in each value (which includes the scatter of rounding), `digits` to how many digits,
relative to 1 or the value, whichever is larger, all of them agree.
"""

import argparse
import json
import math
import sys
from multiprocessing import Pool
from pathlib import Path

import numpy as np
from scipy.special import erfcx, gammaln, log_ndtr

OUT = Path(__file__).resolve().parent / 'reference-ansatze.json'
REACH = 10.0
ORDERS = (13, 15, 18)
SCOUT = 7
STEP = 1e-30


# ---- functions of numbers with an infinitesimal imaginary part -------------------------------------------------------


def log_tail(x):
    """log H(x)."""
    x = np.asarray(x)
    value = log_ndtr(-x.real)
    return value - 1j * hazard(x.real) * x.imag if np.iscomplexobj(x) else value


def hazard(x):
    """phi/H of a real x."""
    with np.errstate(over='ignore'):
        return math.sqrt(2 / math.pi) / erfcx(x / math.sqrt(2))


def log_sum(terms, axis=0):
    """log of a sum of exponentials along an axis."""
    top = np.max(np.real(terms), axis=axis, keepdims=True)
    return np.squeeze(top, axis) + np.log(np.sum(np.exp(terms - top), axis=axis))


# ---- kernels: C(1) - C(q), C'(q) as functions of the gap 1 - q -------------------------------------------------------


class Kernel:
    def covariance(self, gap):
        return self.one - self.deficit(gap)


class Linear(Kernel):
    one, end = 1.0, 1.0
    def deficit(self, gap): return gap
    def slope(self, gap): return 1 + 0 * gap


class Sign(Kernel):
    one, end = 1.0, math.inf
    def deficit(self, gap): return 4 / math.pi * np.arcsin(np.sqrt(gap / 2))
    def slope(self, gap): return 2 / math.pi / np.sqrt(gap * (2 - gap))


class Relu(Kernel):
    one, end = (math.pi - 1) / (2 * math.pi), 0.5

    def deficit(self, gap):
        t = 2 * np.arcsin(np.sqrt(gap / 2))
        return (math.pi * gap - np.sin(t) + t * (1 - gap)) / (2 * math.pi)

    def slope(self, gap):
        return 0.5 - np.arcsin(np.sqrt(gap / 2)) / math.pi


class Erf(Kernel):
    one, end = 2 / math.pi * math.asin(2 / 3), 4 / math.pi / math.sqrt(5)
    def deficit(self, gap): return self.one - 2 / math.pi * np.arcsin(2 * (1 - gap) / 3)
    def slope(self, gap): return 4 / (3 * math.pi) / np.sqrt(1 - 4 * (1 - gap) ** 2 / 9)


KERNELS = {'linear': Linear(), 'sign': Sign(), 'relu': Relu(), 'erf': Erf()}


# ---- Gaussian integrals ----------------------------------------------------------------------------------------------

_legendre = {}


def legendre(order):
    if order not in _legendre:
        _legendre[order] = np.polynomial.legendre.leggauss(order)
    return _legendre[order]


def graded(width, reach):
    """Distances from a layer: equal steps within it, doubling outside."""
    steps = [0.75 * width * k for k in range(1, 7)]
    while steps[-1] < reach:
        steps.append(min(1.6 * steps[-1], steps[-1] + 1.5))
    return np.array(steps)


def panels(edges, order):
    """Nodes and weights on the panels between the sorted edges, one row of edges for each row of the answer."""
    x, w = legendre(order)
    half, middle = np.diff(edges, axis=-1) / 2, (edges[..., 1:] + edges[..., :-1]) / 2
    nodes = middle[..., None] + half[..., None] * x
    weights = half[..., None] * w
    return nodes.reshape(*edges.shape[:-1], -1), weights.reshape(*edges.shape[:-1], -1)


def gaussian(layers, order, low=-REACH, high=REACH):
    """Nodes and weights of int Dz over [low, high], with panels graded towards layers [(centre, width), ...]."""
    edges = [low, high, *np.arange(low, high, 1.25)]
    for centre, width in layers:
        if math.isfinite(centre) and math.isfinite(width):
            away = graded(width, abs(centre) + 2 * REACH)
            edges += [centre, *(centre + away), *(centre - away)]
    z, w = panels(np.unique(np.clip(edges, low, high)), order)
    return z, w * np.exp(-z * z / 2) / math.sqrt(2 * math.pi)


def following(centres, widths, peaks, spreads, order):
    """Nodes and logarithms of weights of int Dz, a row for each kink (centre, width) and each peak of the integrand."""
    away = graded(1.0, 400.0)
    kink = centres[:, None] + widths[:, None] * np.concatenate([-away[::-1], [0], away])
    peak = peaks[:, None] + spreads[:, None] * np.linspace(-REACH, REACH, 17)
    base = np.broadcast_to(np.linspace(-REACH, REACH, 17), peak.shape)
    low = np.minimum(-REACH, peaks - REACH * spreads)[:, None]
    high = np.maximum(REACH, peaks + REACH * spreads)[:, None]
    edges = np.concatenate([kink, peak, base, low, high], axis=1)
    z, w = panels(np.sort(np.clip(edges, low, high), axis=1), order)
    with np.errstate(divide='ignore'):
        return z, np.log(w) - z * z / 2 - 0.5 * math.log(2 * math.pi)


# ---- stationary points -----------------------------------------------------------------------------------------------


def gradient(function, x):
    return np.array([function(x + 1j * STEP * e).imag / STEP for e in np.eye(len(x))])


def stationary(function, x, tolerance=3e-14, steps=60, longest=0.7):
    """Newton's method on the gradient, to where rounding stops it. Raises if it does not arrive."""
    x = np.array(x, dtype=float)
    basis = np.eye(len(x))
    last, hessian = math.inf, None
    for _ in range(steps):
        if hessian is None or last > 1e-5:
            h = 1e-5
            hessian = np.array([(gradient(function, x + h * e) - gradient(function, x - h * e)) / (2 * h) for e in basis])
            hessian = (hessian + hessian.T) / 2
        step = -np.linalg.solve(hessian, gradient(function, x))
        size = np.max(np.abs(step))
        if not np.isfinite(size):
            raise ArithmeticError('not finite')
        if size < tolerance or (size < 1e-9 and size > 0.3 * last):
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


# ---- capacities of spherical weights ---------------------------------------------------------------------------------


def ratio_1rsb(kernel, kappa, order):
    """The ratio whose minimum is the 1RSB capacity, of log(1 - q0) and log(m/(1 - q1)).

    With q1 -> 1 the pattern channel becomes -(kappa - h)_+^2/(2 C'(1)), and the inner average is done by hand.
    """
    def ratio(x):
        gap, m = np.exp(x[0]), np.exp(x[1])
        spread = 1 + m * gap
        inner = kernel.deficit(gap)
        outer, c = np.sqrt(kernel.one - inner), m * inner / kernel.end
        b = np.sqrt(inner)
        z, w = gaussian([(kappa / outer.real, 0.5 * b.real / outer.real)], order)
        miss = kappa - outer * z
        free = log_tail(miss / b)
        bound = (-0.5 * np.log(1 + c) - m * miss ** 2 / (2 * kernel.end * (1 + c))
                 + log_tail(-miss / (b * np.sqrt(1 + c))))
        energy = w @ log_sum(np.array([free, bound])) / m
        return -0.5 * (np.log(spread) / m + (1 - gap) / spread) / energy
    return ratio


def capacity_1rsb(case):
    activation, kappa = case
    kernel = KERNELS[activation]
    scout = ratio_1rsb(kernel, kappa, SCOUT)
    # the lowest point of a coarse map: a local minimum that is not the lowest would be another answer
    grid = [(scout(np.array([a, b])), a, b) for a in np.linspace(-9, -0.01, 40) for b in np.linspace(-5, 12, 60)]
    _, a, b = min(grid)
    values = []
    for order, x in settled(lambda o: ratio_1rsb(kernel, kappa, o), [a, b]):
        gap, m = np.exp(x)
        values.append({'capacity': ratio_1rsb(kernel, kappa, order)(x), 'q0': 1 - gap, 'gap0': gap, 'mtilde': m})
    head = {'kind': 'capacity-1rsb', 'activation': activation, 'weights': 'spherical', 'margin': f'{kappa:g}'}
    return [row(head, values)]


# ---- the table -------------------------------------------------------------------------------------------------------

KINDS = {
    'capacity-1rsb': (capacity_1rsb, [('relu', 0.0), ('relu', 0.5), ('relu', -0.5), ('erf', 0.0),
                                      ('linear', -0.5), ('linear', -1.0)]),
}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--only', choices=KINDS, action='append', help='make these kinds and keep the other rows')
    only = parser.parse_args().only or list(KINDS)
    rows = {kind: [] for kind in KINDS}
    if OUT.exists():
        for old in json.loads(OUT.read_text())['rows']:
            rows.setdefault(old['kind'], []).append(old)
    with Pool(2) as pool:
        for kind in only:
            work, cases = KINDS[kind]
            rows[kind] = []
            for made in pool.imap(work, cases):
                rows[kind] += made
                print(kind, json.dumps(made), file=sys.stderr, flush=True)
            table = {'madeBy': 'bench/reference_ansatze.py', 'rows': [r for kind in rows for r in rows[kind]]}
            OUT.write_text(json.dumps(table, indent=2) + '\n')


if __name__ == '__main__':
    main()
