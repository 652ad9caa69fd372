#!/usr/bin/env python3
"""Makes bench/reference-ansatze.json: values beyond replica symmetry, by another route than Gardner's.

    python3 bench/reference_ansatze.py [--only KIND]        (needs numpy and scipy)

No saddle-point equation is used. Each ansatz is one function, its free entropy (or the ratio whose minimum is a
capacity), written as it comes out of the replicas; its gradient is taken by the complex step, F'(x) = Im F(x + ih)/h with
h = 1e-30, which is exact to rounding, and Newton's method makes it vanish. A wrong saddle-point equation elsewhere
therefore shows. Integrals are Gauss-Legendre panels graded towards every layer; in a double integral the panels of the
inner one follow the outer variable. Every row is solved with three orders (and reaches) of the panels: `differences` says
by how much the lower two differ from the highest in each value (which includes the scatter of rounding), `digits` to how many digits,
relative to 1 or the value, whichever is larger, all of them agree.
"""

import argparse
import json
import math
import sys
from multiprocessing import Pool
from pathlib import Path

import numpy as np
from scipy.optimize import brentq, minimize
from scipy.special import erfcx, gammaln, log_ndtr

OUT = Path(__file__).resolve().parent / 'reference-ansatze.json'
# orders of the panels, with the reach of the Gaussians: the rules differ in both
REACH = {9: 8.5, 13: 9.0, 15: 9.7, 18: 10.5}
*ORDERS, SCOUT = sorted(REACH)[1:] + [9]
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
    """Distances from a layer: equal steps within it, growing geometrically outside."""
    if not width > 1e-300:
        raise ArithmeticError(f'a layer of width {width}')
    steps = [1.25 * width * k for k in range(1, 4)]
    while steps[-1] < reach:
        steps.append(1.7 * steps[-1])
    return np.array(steps)


def panels(edges, order):
    """Nodes and weights on the panels between the sorted edges, one row of edges for each row of the answer."""
    x, w = legendre(order)
    half, middle = np.diff(edges, axis=-1) / 2, (edges[..., 1:] + edges[..., :-1]) / 2
    nodes = middle[..., None] + half[..., None] * x
    weights = half[..., None] * w
    return nodes.reshape(*edges.shape[:-1], -1), weights.reshape(*edges.shape[:-1], -1)


def gaussian(layers, order, half=False):
    """Nodes and weights of int Dz (half: over z > 0), with panels graded towards layers [(centre, width), ...]."""
    low, high = 0.0 if half else -REACH[order], REACH[order]
    edges = [low, high, *np.arange(low, high, 1.8)]
    for centre, width in layers:
        if math.isfinite(centre) and math.isfinite(width):
            away = graded(width, abs(centre) + 2 * high)
            edges += [centre, *(centre + away), *(centre - away)]
    z, w = panels(np.unique(np.clip(edges, low, high)), order)
    return z, w * np.exp(-z * z / 2) / math.sqrt(2 * math.pi)


def following(kinks, peaks, order):
    """Nodes and logarithms of weights of int Dz, a row for each row of the kinks and peaks of the integrand.

    Both are lists of (centres, widths): panels are graded towards kinks, and cover the Gaussian and every peak.
    """
    reach, away = REACH[order], graded(1.0, 400.0)
    away = np.concatenate([-away[::-1], [0], away])
    edges = [c[:, None] + w[:, None] * away for c, w in kinks]
    peaks = [(np.zeros_like(peaks[0][0]), np.ones_like(peaks[0][0])), *peaks]
    edges += [c[:, None] + w[:, None] * np.linspace(-reach, reach, 11) for c, w in peaks]
    low = np.min([c - reach * w for c, w in peaks], axis=0)[:, None]
    high = np.max([c + reach * w for c, w in peaks], axis=0)[:, None]
    edges = np.clip(np.concatenate([*edges, low, high], axis=1), low, high)
    edges = np.sort(edges, axis=1)
    # what was clipped leaves panels of no width in every row
    keep = np.append(True, np.any(np.diff(edges, axis=1) > 0, axis=0))
    z, w = panels(edges[:, keep], order)
    with np.errstate(divide='ignore'):
        return z, np.log(w) - z * z / 2 - 0.5 * math.log(2 * math.pi)


# ---- stationary points -----------------------------------------------------------------------------------------------


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
    for order, x in settled(lambda o: whole(ratio_1rsb(kernel, kappa, o), 2), [a, b]):
        gap, m = np.exp(x)
        values.append({'capacity': ratio_1rsb(kernel, kappa, order)(x), 'q0': 1 - gap, 'gap0': gap, 'mtilde': m})
    head = {'kind': 'capacity-1rsb', 'activation': activation, 'weights': 'spherical', 'margin': f'{kappa:g}'}
    return [row(head, values)]


def ratio_2rsb(kernel, kappa, order):
    """The ratio whose minimum is the 2RSB capacity.

    Of the logits of q0 and of (q1 - q0)/(1 - q0), and of log m1/(1 - q2) and log m2/(1 - q2).
    """
    def ratio(x):
        gap0, gap1, m1, m2 = gaps_2rsb(x)
        spread1 = 1 + m2 * gap1
        spread0 = spread1 + m1 * (gap0 - gap1)
        inner = kernel.deficit(gap1)
        middle = kernel.deficit(gap0) - inner
        so, sm, b = np.sqrt(kernel.covariance(gap0)), np.sqrt(middle), np.sqrt(inner)
        c = m2 * inner / kernel.end
        z, w = gaussian([(kappa / so.real, 0.7 * math.sqrt(inner.real + middle.real) / so.real)], order)
        h = so * z
        centre, ones = (kappa - h.real) / sm.real, np.ones_like(z)
        tilt = m1.real * middle.real / (kernel.end * (1 + c.real))
        peak = np.maximum(centre, 0) * tilt / (1 + tilt)
        t, log_weight = following([(centre, ones * 0.5 * b.real / sm.real)],
                                  [(peak, ones / math.sqrt(1 + tilt)), (centre, ones)], order)
        miss = kappa - h[:, None] - sm * t
        free = log_tail(miss / b)
        bound = (-0.5 * np.log(1 + c) - m2 * miss ** 2 / (2 * kernel.end * (1 + c))
                 + log_tail(-miss / (b * np.sqrt(1 + c))))
        f1 = log_sum(np.array([free, bound])) / m2
        energy = w @ log_sum(m1 * f1 + log_weight, axis=1) / m1
        return -0.5 * (np.log(spread0 / spread1) / m1 + np.log(spread1) / m2 + (1 - gap0) / spread0) / energy
    return ratio


def gaps_2rsb(x):
    gap0 = 1 / (1 + np.exp(x[0]))
    return gap0, gap0 / (1 + np.exp(x[1])), np.exp(x[2]), np.exp(x[3])


def capacity_2rsb(case):
    activation, kappa = case
    kernel = KERNELS[activation]
    scout = ratio_2rsb(kernel, kappa, SCOUT)
    # downhill from several places; the lowest valley is taken
    starts = ([0.5, 1.0, 1.0, 4.0], [1.0, 0.0, 2.0, 3.5], [1.0, 2.0, 2.0, 5.0], [0.0, 2.0, 3.0, 6.0])
    best = min((minimize(lambda x: float(scout(x)), start, method='Nelder-Mead', options={'maxfev': 300}) for start in starts),
               key=lambda found: found.fun)
    values = []
    for order, x in settled(lambda o: whole(ratio_2rsb(kernel, kappa, o), 4), best.x):
        gap0, gap1, m1, m2 = gaps_2rsb(x)
        values.append({'capacity': ratio_2rsb(kernel, kappa, order)(x), 'q0': 1 - gap0, 'q1': 1 - gap1, 'gap1': gap1,
                       'mtilde1': m1, 'mtilde2': m2})
    head = {'kind': 'capacity-2rsb', 'activation': activation, 'weights': 'spherical', 'margin': f'{kappa:g}'}
    return [row(head, values)]


# ---- the pattern channel ---------------------------------------------------------------------------------------------


def pattern_step(kernel, gap0, gap1, m, kappa, order):
    """int Dz0 (1/m) log int Dz1 H^m, the pattern channel with one step between the gaps gap0 > gap1."""
    v, outer = kernel.deficit(gap1), kernel.covariance(gap0)
    inner = kernel.deficit(gap0) - v
    width, so, si = np.sqrt(v), np.sqrt(outer), np.sqrt(inner)
    z, w = gaussian([(kappa / so.real, 0.7 * math.sqrt(v.real + inner.real) / so.real)], order)
    h = so * z
    centre = (kappa - h.real) / si.real
    # below the kink the integrand is a Gaussian of variance 1/(1 + tilt) about a peak between 0 and the kink; above it
    # the tail of one of variance 1
    tilt = np.real(m) * inner.real / v.real
    peak = np.maximum(centre, 0) * tilt / (1 + tilt)
    t, log_weight = following([(centre, np.full_like(z, width.real / si.real))],
                              [(peak, np.full_like(z, 1 / math.sqrt(1 + tilt))), (centre, np.ones_like(z))], order)
    f = m * log_tail((kappa - h[:, None] - si * t) / width)
    return w @ log_sum(f + log_weight, axis=1) / m


def most_likely(a, r):
    """The u that maximises -u^2/2 + log H(a - r u), for each a."""
    low, high = np.minimum(np.maximum(a - r * r * hazard(a), -60), a), a   # of x = a - r u, where r^2 R(x) = a - x
    for _ in range(90):
        middle = (low + high) / 2
        with np.errstate(divide='ignore', invalid='ignore'):
            above = np.log(a - middle) - 2 * math.log(r) - np.log(hazard(middle)) < 0
        low, high = np.where(above, low, middle), np.where(above, middle, high)
    return (a - (low + high) / 2) / r


def pattern_peak(kernel, gap1, log_dq, kappa, order):
    """int Dz max_u[-u^2/2 + f(sqrt(C(q1)) z + sqrt(C'(q1) dq) u)]. Its derivative is that at fixed u."""
    v, outer = kernel.deficit(gap1), kernel.covariance(gap1)
    width, so = math.sqrt(v), math.sqrt(outer)
    r = np.sqrt(kernel.slope(gap1) / v) * np.exp(log_dq / 2)
    # u begins to matter where r^2 R = 1: the layer recedes from the kink, and sharpens, as dq grows
    back = math.sqrt(2 * math.log(max(r.real ** 2, 1)))
    z, w = gaussian([((kappa + back * width) / so, 0.5 * width / so / max(1, back)), (kappa / so, 0.5 * width / so)], order)
    u = most_likely((kappa - so * z) / width, r.real)
    return w @ (log_tail((kappa - so * z) / width - r * u) - u * u / 2)


# ---- one step of replica symmetry breaking at a finite load -----------------------------------------------------------


def entropy_1rsb(kernel, alpha, kappa, order):
    """The 1RSB entropy of spherical weights, of the logits of q1 and of q0/q1 and of log m."""
    def entropy(x):
        q0, gap1, m = overlaps_1rsb(x)
        spread = gap1 + m * (1 - gap1 - q0)
        return 0.5 * (np.log(gap1) + np.log(spread / gap1) / m + q0 / spread)
    def energy(x):
        q0, gap1, m = overlaps_1rsb(x)
        return alpha * pattern_step(kernel, 1 - q0, gap1, m, kappa, order)
    return Sum(3, (entropy, range(3)), (energy, range(3)))


def overlaps_1rsb(x):
    gap1 = 1 / (1 + np.exp(x[0]))
    return (1 - gap1) / (1 + np.exp(-x[1])), gap1, np.exp(x[2])


def saddle_1rsb(case):
    activation, alpha = case
    kernel, kappa = KERNELS[activation], 0.0
    scout = entropy_1rsb(kernel, alpha, kappa, SCOUT)
    # the entropy is lowest at the saddle; the other stationary points (q0 = q1, and m = 1, where q1 is idle) are higher
    starts = ([3.0, 1.0, -1.0], [2.0, 1.0, -0.4], [1.2, 2.5, -0.2])
    best = min((minimize(lambda x: float(scout(x)), start, method='Nelder-Mead', options={'maxfev': 200}) for start in starts),
               key=lambda found: found.fun)
    values = []
    for order, x in settled(lambda o: entropy_1rsb(kernel, alpha, kappa, o), best.x):
        q0, gap1, m = overlaps_1rsb(x)
        values.append({'entropy': entropy_1rsb(kernel, alpha, kappa, order)(x), 'q0': q0, 'q1': 1 - gap1, 'gap1': gap1, 'm': m,
                       'entropyRs': solve_rs(kernel, 'spherical', alpha, kappa, order)[2]})
    head = {'kind': '1rsb', 'activation': activation, 'weights': 'spherical', 'margin': f'{kappa:g}', 'alpha': f'{alpha:g}'}
    return [row(head, values)]


# the second and third derivatives of C(q)
CURVATURES = {
    'relu': (lambda q: 1 / (2 * math.pi * math.sqrt(1 - q * q)), lambda q: q / (2 * math.pi * (1 - q * q) ** 1.5)),
    'sign': (lambda q: 2 / math.pi * q / (1 - q * q) ** 1.5,
             lambda q: 2 / math.pi * (1 + 2 * q * q) / (1 - q * q) ** 2.5),
}


def onset_1rsb(activation):
    """Where the branch with q0 < q1 leaves RS: q1 - q0 -> 0 at the de Almeida-Thouless load, with the m that it has there.

    1/lambda^2 = alpha [C'^2 <f''^2> + C'' <f'^2>] at lambda = 1 - q, and its derivative along q, which fixes m.
    """
    kernel, (second, third) = KERNELS[activation], CURVATURES[activation]
    values = []
    for order in ORDERS:
        def at(q):
            gap = 1 - q
            width, outer, slope = math.sqrt(kernel.deficit(gap)), math.sqrt(kernel.covariance(gap)), kernel.slope(gap)
            z, w = gaussian([(0.0, 0.7 * width / outer)], order)
            x = -outer * z / width
            r = hazard(x)
            up = r * (r - x)   # dR/dx
            f1, f2, f3 = r / width, -up / width ** 2, (up * (r - x) + r * (up - 1)) / width ** 3
            alpha = q / (gap ** 2 * slope * (w @ f1 ** 2))
            replicon = 1 - alpha * gap ** 2 * (slope ** 2 * (w @ f2 ** 2) + second(q) * (w @ f1 ** 2))
            m = (alpha * (3 * slope * second(q) * (w @ f2 ** 2) + third(q) * (w @ f1 ** 2) + slope ** 3 * (w @ f3 ** 2))
                 / (2 / gap ** 3 + 2 * alpha * slope ** 3 * (w @ f2 ** 3)))
            return alpha, replicon, m
        q = root(lambda q: at(q)[1], 0.4, 0.9)
        alpha, _, m = at(q)
        values.append({'alpha': alpha, 'q': q, 'm': m})
    return [row({'kind': '1rsb-onset', 'activation': activation, 'weights': 'spherical', 'margin': '0'}, values)]


# ---- the site channel of binary weights ------------------------------------------------------------------------------


def site_step(log_outer, inner, y, order):
    """(1/y) int Dz log int Dt (2cosh(sqrt(outer) z + sqrt(inner) t))^y for an integer y, by the binomial theorem."""
    k = np.arange(y + 1)
    spin = 2 * k[:, None] - y
    ways = gammaln(y + 1) - gammaln(k[:, None] + 1) - gammaln(y - k[:, None] + 1)
    root = np.exp(log_outer / 2)
    z, w = gaussian([(0.0, 0.7 * min(1, 1 / (y * root.real)))], order)
    return w @ log_sum(ways + spin * (root * z) + spin ** 2 * inner / 2) / y


def site_peak(log_outer, inner, order):
    """int Dz max_u[-u^2/2 + log 2cosh(sqrt(outer) z + sqrt(inner) u)]: twice the half z > 0, where u > 0."""
    r, s = np.exp(log_outer / 2), np.sqrt(inner)
    # where s passes 1 the maximum at z = 0 splits, and u(z) has a branch point at a distance |s^2 - 1|^(3/2)/r
    near = max(abs(s.real ** 2 - 1) ** 1.5, 1e-8) / r.real
    z, w = gaussian([(0.0, 0.5 * min(1, near))], order, half=True)
    # u = s tanh(r z + s u): from u = s Newton's method descends to the largest root
    u = np.full_like(z, s.real)
    for _ in range(200):
        t = np.tanh(r.real * z + s.real * u)
        step = (u - s.real * t) / (1 - s.real ** 2 * (1 - t * t))
        u = u - step
        if np.max(np.abs(step)) < 1e-15 * (1 + s.real):
            break
    field = r * z + s * u
    return 2 * w @ (field + np.log1p(np.exp(-2 * field)) - u * u / 2)


# ---- large deviations: y solutions at distance d ---------------------------------------------------------------------


def rate(function, x):
    """Value and derivative."""
    value = function(x + 1j * STEP)
    return value.real, value.imag / STEP


def point_local(kernel, weights, gap1, y, kappa, order):
    """The branch of local entropies, given by one parameter of which the load is an explicit function.

    Setting the derivatives of F = S + alpha G to zero one after the other leaves alpha = -S'/G' for the last of them. The
    parameter is the logit of q0/q1 (spherical) or log qhat0 (binary); for y = inf log dq or log qhat1.
    Returns parameter -> (alpha, S, G, the order parameters).
    """
    q1 = 1 - gap1

    def spherical(p):
        def entropy(p):
            q0, spread = q1 / (1 + np.exp(-p)), gap1 + y * q1 / (1 + np.exp(p))
            return 0.5 * (math.log(gap1) + np.log(spread / gap1) / y + q0 / spread)
        def energy(p):
            return pattern_step(kernel, gap1 + q1 / (1 + np.exp(p)), gap1, y, kappa, order)
        (s, ds), (g, dg) = rate(entropy, p), rate(energy, p)
        return -ds / dg, s, g, {'q0': q1 / (1 + math.exp(-p))}

    def spherical_peak(p):
        s, ds = rate(lambda p: 0.5 * math.log(gap1) + 0.5 * q1 / (gap1 + np.exp(p)), p)
        g, dg = rate(lambda p: pattern_peak(kernel, gap1, p, kappa, order), p)
        return -ds / dg, s, g, {'logdq': p}

    def binary(p):
        # d/dqhat1 fixes D = qhat1 - qhat0, d/dqhat0 then gives q0, d/dq0 alpha; at fixed qhat1, d/dqhat0 moves D too
        def fixed(log_d):
            return rate(lambda t: site_step(p, np.exp(t), y, order), log_d)[1] / math.exp(log_d) - 0.5 * (1 + (y - 1) * q1)
        d = math.exp(root(fixed, -40, 5))
        qhat0 = math.exp(p)
        along = rate(lambda t: site_step(t, d, y, order), p)[1] / qhat0
        across = rate(lambda t: site_step(p, d * np.exp(t), y, order), 0.0)[1] / d
        q0 = -2 / y * (along - across)
        if not 0 < q0 < q1:
            return math.nan, math.nan, math.nan, {}
        g, dg = rate(lambda t: pattern_step(kernel, 1 - q0 * np.exp(t), gap1, y, kappa, order), 0.0)
        s = (-0.5 * (qhat0 + d) * (1 + (y - 1) * q1) + 0.5 * y * q0 * qhat0 + site_step(p, d, y, order))
        return -0.5 * y * qhat0 * q0 / dg, s, g, {'q0': q0, 'qhat0': qhat0, 'qhat1': qhat0 + d}

    def binary_peak(p):
        def fixed(log_d):
            return rate(lambda t: site_peak(p, np.exp(t), order), log_d)[1] / math.exp(log_d) - 0.5 * q1
        d = math.exp(root(fixed, -12, 5))
        qhat1 = math.exp(p)
        dq = 2 * rate(lambda t: site_peak(t, d, order), p)[1] / qhat1 - gap1
        if not dq > 0:
            return math.nan, math.nan, math.nan, {}
        g, dg = rate(lambda t: pattern_peak(kernel, gap1, t, kappa, order), math.log(dq))
        s = -0.5 * qhat1 * (gap1 + dq) - 0.5 * q1 * d + site_peak(p, d, order)
        return 0.5 * qhat1 * dq / dg, s, g, {'logdq': math.log(dq), 'qhat1': qhat1, 'dqhat': d}

    if weights == 'spherical':
        return spherical_peak if y == math.inf else spherical
    return binary_peak if y == math.inf else binary


def root(function, low, high):
    return brentq(function, low, high, xtol=1e-15, rtol=1e-15)


def unloaded_local(weights, gap1, y):
    """F at alpha = 0."""
    q1 = 1 - gap1
    if weights == 'spherical':
        return 0.5 * math.log(gap1) + (0 if y == math.inf else math.log((gap1 + y * q1) / gap1) / (2 * y))
    if y == math.inf:
        return -sum(p * math.log(p) for p in ((1 + math.sqrt(q1)) / 2, gap1 / (1 + math.sqrt(q1)) / 2))
    # y spins of pairwise overlap q1: a multiplier d for (sum of spins)^2/2
    k = np.arange(y + 1)
    spin, ways = 2 * k - y, gammaln(y + 1) - gammaln(k + 1) - gammaln(y - k + 1)
    def free(d):
        return log_sum(ways + spin ** 2 * d / 2) / y - 0.5 * d * (1 + (y - 1) * q1)
    d = root(lambda d: rate(free, d)[1], 1e-9, 100)
    return float(free(d))


def solve_local(kernel, weights, alpha, gap1, y, kappa):
    """(order, S, G, order parameters) by each rule, on the branch that comes from alpha = 0."""
    if weights == 'spherical':
        grid = np.arange(600, -8, -2) if y == math.inf else np.arange(-9, 9, 0.5)
    else:
        grid = np.arange(-600, 4, 2) if y == math.inf else np.arange(-9, 4, 0.5)
    scout = point_local(kernel, weights, gap1, y, kappa, SCOUT)
    last = None
    for p in grid:
        load = scout(float(p))[0]
        if load > alpha:
            break
        last = float(p)
    if last is None or not load > alpha:
        raise ArithmeticError('the branch does not reach this load')
    for order in ORDERS:
        point = point_local(kernel, weights, gap1, y, kappa, order)
        _, s, g, parameters = point(root(lambda p: point(p)[0] - alpha, last, float(p)))
        yield order, s, g, parameters


def local_entropy(case):
    activation, weights, alpha, distance, y = case
    values = []
    for _, s, g, parameters in solve_local(KERNELS[activation], weights, alpha, 2 * distance, y, 0.0):
        entropy = s + alpha * g
        values.append({'entropy': entropy, 'normalised': entropy - unloaded_local(weights, 2 * distance, y), **parameters})
    return [row({'kind': 'local-entropy', 'activation': activation, 'weights': weights, 'margin': '0', 'alpha': f'{alpha:g}',
                 'distance': f'{distance:g}', 'replicas': f'{y:g}'}, values)]


LOCAL = [(activation, weights, alpha, distance, y)
         for weights, activations in (('spherical', ('relu', 'sign')), ('binary', ('relu', 'sign', 'linear')))
         for activation in activations for y in (10, math.inf, 2)
         for alpha in (0.5, 0.2) for distance in (0.2, 0.05, 0.01, 0.002)
         # dq would be beyond e^600, where the derivative leaves the range of the numbers
         if (weights, y, alpha, distance) != ('binary', math.inf, 0.2, 0.002)]


# ---- replica symmetry, for what is built on it -----------------------------------------------------------------------


def pattern_rs(kernel, gap, kappa, order):
    """int Dz log H((kappa - sqrt(C(q)) z)/sqrt(C(1) - C(q)))."""
    width, outer = np.sqrt(kernel.deficit(gap)), np.sqrt(kernel.covariance(gap))
    z, w = gaussian([(kappa / outer.real, 0.7 * width.real / outer.real)], order)
    return w @ log_tail((kappa - outer * z) / width)


def log_cosh(x):
    """log 2cosh(x)."""
    x = x * np.where(x.real < 0, -1, 1)
    return x + np.log1p(np.exp(-2 * x))


def site_rs(log_qhat, order):
    z, w = gaussian([(0.0, min(1, np.exp(-log_qhat.real / 2)))], order, half=True)
    return 2 * w @ log_cosh(np.exp(log_qhat / 2) * z)


def solve_rs(kernel, weights, alpha, kappa, order):
    """q, qhat and the entropy of the first RS saddle at this load, along a branch given by log qhat or the logit of q."""
    def spherical(p):
        def entropy(p):
            q = 1 / (1 + np.exp(-p))
            return 0.5 * np.log(1 - q) + 0.5 * q / (1 - q)
        (s, ds), (g, dg) = rate(entropy, p), rate(lambda p: pattern_rs(kernel, 1 / (1 + np.exp(p)), kappa, order), p)
        return -ds / dg, 1 / (1 + math.exp(-p)), math.nan, s - ds / dg * g

    def binary(p):
        qhat = math.exp(p)
        site, slope = rate(lambda t: site_rs(t, order), p)
        gap = 2 * slope / qhat
        g, dg = rate(lambda t: pattern_rs(kernel, gap * np.exp(t), kappa, order), 0.0)
        load = 0.5 * qhat * gap / dg
        return load, 1 - gap, qhat, -0.5 * qhat * gap + site + load * g

    point = spherical if weights == 'spherical' else binary
    grid = np.arange(-9, 9, 0.25)
    first = next(k for k, p in enumerate(grid) if point(float(p))[0] > alpha)
    return point(root(lambda p: point(p)[0] - alpha, grid[first - 1], grid[first]))[1:]


# ---- Franz-Parisi: solutions at a distance from a typical one ---------------------------------------------------------


def pattern_pair(kernel, gap_ref, p, q, t, kappa, order):
    """The pattern channel: the mean of f(h) over the field h of a solution near the reference one.

    The field of the reference is a0 z + s0 u with u > u*, and h = (C(t)/a0) z + B u + sqrt(V) x; B u and sqrt(V) x are one
    Gaussian sqrt(B^2 + V) y, given which u is normal with mean rho y and variance 1 - rho^2.
    """
    a0, s0 = math.sqrt(kernel.covariance(gap_ref)), math.sqrt(kernel.deficit(gap_ref))
    ct = kernel.covariance(1 - t)
    a, b = ct / a0, (kernel.covariance(1 - p) - ct) / s0
    spread = np.sqrt(kernel.covariance(1 - q) - a * a)
    rho, width = b / spread, np.sqrt(kernel.deficit(1 - q))
    rest = np.sqrt(1 - rho * rho)
    z, w = gaussian([(kappa / a0, 0.5 * s0 / a0), (kappa / a.real, 0.5 * abs(width.real / a.real))], order)
    least = (kappa - a0 * z) / s0
    ones = np.ones_like(z)
    kinks = [((kappa - a.real * z) / spread.real, ones * (width / spread).real)]
    if abs(rho.real) > 1e-9:
        kinks.append((least / rho.real, ones * abs(rest.real / rho.real)))
    y, log_weight = following(kinks, [(rho.real * np.maximum(least, 0), ones)], order)
    seen = log_tail((least[:, None] - rho * y) / rest) - log_tail(least)[:, None]
    return w @ np.sum(np.exp(log_weight + seen) * log_tail((kappa - a * z[:, None] - spread * y) / width), axis=1)


def site_pair(qhat_ref, phat, qhat, that, order):
    """The site channel of binary weights: the mean of log 2cosh over the reference weight w = +-1 and the two fields."""
    r = math.sqrt(qhat_ref)
    spread = np.sqrt(qhat - that * that / qhat_ref)
    z, w = gaussian([(0.0, min(1, 1 / r))], order)
    total = 0
    for sign in (-1, 1):
        mean = that / r * z + (phat - that) * sign
        x, log_weight = following([(-mean.real / spread.real, np.full_like(z, 1 / spread.real))], [(0 * z, 1 + 0 * z)], order)
        chance = np.exp(sign * r * z - log_cosh(r * z))
        total = total + (w * chance) @ np.sum(np.exp(log_weight) * log_cosh(mean[:, None] + spread * x), axis=1)
    return total


def pair_parameters(p, reference, x):
    """(q, t) or (q, t, phat, qhat, that) from coordinates that stay of order 1 as p crosses the reference's overlap.

    There q = t = q_ref, and both spreads, q less what the reference explains of it and qhat less what it explains, vanish
    like the square of the distance.
    """
    q_ref, qhat_ref, _ = reference
    off = p - q_ref
    t = q_ref + x[1] * off
    q = x[0] * off ** 2 + t * t / q_ref + (p - t) ** 2 / (1 - q_ref)
    if len(x) == 2:
        return q, t
    that = qhat_ref + x[4] * off
    return q, t, qhat_ref + x[2] * off, x[3] * off ** 2 + that ** 2 / qhat_ref, that


def pair_entropy(kernel, weights, alpha, kappa, p, reference, order):
    """The Franz-Parisi entropy as a function of the coordinates of `pair_parameters`."""
    q_ref, qhat_ref, _ = reference

    def energy(x):
        q, t = pair_parameters(p, reference, x)[:2]
        return alpha * pattern_pair(kernel, 1 - q_ref, p, q, t, kappa, order)

    def spherical(x):
        q, t = pair_parameters(p, reference, x)
        gap = 1 - q_ref
        return 0.5 * (np.log(1 - q) + (q - (p * p - t * t) / gap + q_ref * (p - t) ** 2 / gap ** 2) / (1 - q))

    def binary(x):
        q, t, phat, qhat, that = pair_parameters(p, reference, x)
        return -0.5 * qhat * (1 - q) - p * phat + t * that

    def site(x):
        return site_pair(qhat_ref, *pair_parameters(p, reference, x)[2:], order)

    if weights == 'spherical':
        return Sum(2, (spherical, range(2)), (energy, range(2)))
    return Sum(5, (binary, range(5)), (site, (2, 3, 4)), (energy, (0, 1)))


def franz_parisi(case):
    activation, weights, alpha, distances = case
    kernel, kappa = KERNELS[activation], 0.0
    references = {order: solve_rs(kernel, weights, alpha, kappa, order) for order in (SCOUT, *ORDERS)}
    q_ref, qhat_ref, _ = references[SCOUT]
    names = ('q', 't') if weights == 'spherical' else ('q', 't', 'phat', 'qhat', 'that')
    made = {}
    for side in (1, -1):
        # outwards from the reference's own overlap, where q = t = q_ref
        targets = sorted((1 - 2 * d for d in distances if side * (1 - 2 * d - q_ref) > 0), key=lambda p: side * p)
        p = q_ref + side * 0.02
        x = np.array([0.8, 0.2] if weights == 'spherical' else [0.25, 0.1, 1.2, 0.25, -0.4])
        for target in targets:
            while True:
                x = stationary(pair_entropy(kernel, weights, alpha, kappa, p, references[SCOUT], SCOUT), x, 1e-7)
                if p == target:
                    break
                longest = min(0.04, 0.2 * (1 - p))
                p = target if abs(target - p) <= longest else p + side * longest
            values = []
            for order in ORDERS:
                function = pair_entropy(kernel, weights, alpha, kappa, p, references[order], order)
                fine = stationary(function, x)
                values.append({'entropy': function(fine), **dict(zip(names, pair_parameters(p, references[order], fine))),
                               'qRef': references[order][0], 'entropyRef': references[order][2]})
            head = {'kind': 'franz-parisi', 'activation': activation, 'weights': weights, 'margin': '0', 'alpha': f'{alpha:g}',
                    'distance': f'{(1 - target) / 2:g}'}
            made[target] = row(head, values)
    return [made[p] for p in sorted(made, reverse=True)]


PAIRS = [(activation, weights, alpha, (0.02, 0.1, 0.2, 0.4))
         for activation, weights, alpha in (('linear', 'binary', 0.5), ('relu', 'spherical', 1.0), ('relu', 'binary', 0.5),
                                            ('sign', 'spherical', 1.0), ('sign', 'binary', 0.5), ('linear', 'binary', 0.3),
                                            ('relu', 'binary', 0.3), ('sign', 'binary', 0.3), ('linear', 'spherical', 1.0))]


# ---- distributions of stabilities ------------------------------------------------------------------------------------


def log_density(x, mean, width):
    return -0.5 * ((x - mean) / width) ** 2 - np.log(width * math.sqrt(2 * math.pi))


def stabilities_rs(kernel, gap, kappa, order):
    """P(Delta) of a typical solution, for Delta >= kappa."""
    width, outer = math.sqrt(kernel.deficit(gap)), math.sqrt(kernel.covariance(gap))
    z, w = gaussian([(kappa / outer, 0.7 * width / outer)], order)
    def density(delta):
        return w @ np.exp(log_density(delta, outer * z, width) - log_tail((kappa - outer * z) / width))
    return density


def stabilities_step(kernel, gap0, gap1, y, kappa, order):
    """The same in a group of y solutions of mutual gap gap1."""
    v, outer = kernel.deficit(gap1), math.sqrt(kernel.covariance(gap0))
    width, inner = math.sqrt(v), math.sqrt(kernel.deficit(gap0) - v)
    z, w = gaussian([(kappa / outer, 0.7 * math.hypot(width, inner) / outer)], order)
    h, ones = outer * z, np.ones_like(z)
    centre, tilt = (kappa - h) / inner, y * inner ** 2 / v
    peak = np.maximum(centre, 0) * tilt / (1 + tilt)
    def density(delta):
        t, log_weight = following([(centre, ones * width / inner), ((np.real(delta) - h) / inner, ones * width / inner)],
                                  [(peak, ones / math.sqrt(1 + tilt)), (centre, ones)], order)
        field = h[:, None] + inner * t
        f = log_tail((kappa - field) / width)
        seen = log_sum((y - 1) * f + log_density(delta, field, width) + log_weight, axis=1)
        return w @ np.exp(seen - log_sum(y * f + log_weight, axis=1))
    return density


def stabilities_peak(kernel, gap1, log_dq, kappa, order):
    """The same for y = inf."""
    v, outer = kernel.deficit(gap1), math.sqrt(kernel.covariance(gap1))
    width, r = math.sqrt(v), math.sqrt(kernel.slope(gap1) / v) * math.exp(log_dq / 2)
    back = math.sqrt(2 * math.log(max(r ** 2, 1)))
    z, w = gaussian([((kappa + back * width) / outer, 0.5 * width / outer / max(1, back)), (kappa / outer, 0.5 * width / outer)],
                    order)
    field = outer * z + r * width * most_likely((kappa - outer * z) / width, r)
    def density(delta):
        return w @ np.exp(log_density(delta, field, width) - log_tail((kappa - field) / width))
    return density


DELTAS = (0, 0.2, 0.5, 1, 2)


def stabilities(case):
    activation, alpha, distance, y = case
    kernel, kappa = KERNELS[activation], 0.0
    head = {'kind': 'stabilities', 'activation': activation, 'weights': 'binary', 'margin': '0', 'alpha': f'{alpha:g}'}
    if y is None:
        densities = [(order, stabilities_rs(kernel, 1 - solve_rs(kernel, 'binary', alpha, kappa, order)[0], kappa, order))
                     for order in ORDERS]
    else:
        head |= {'distance': f'{distance:g}', 'replicas': f'{y:g}'}
        densities = []
        for order, _, _, parameters in solve_local(kernel, 'binary', alpha, 2 * distance, y, kappa):
            densities.append((order, stabilities_peak(kernel, 2 * distance, parameters['logdq'], kappa, order) if y == math.inf
                              else stabilities_step(kernel, 1 - parameters['q0'], 2 * distance, y, kappa, order)))
    values = []
    for order, density in densities:
        def slope(delta):
            return rate(density, delta)[1]
        mode = kappa if slope(kappa) < 0 else root(slope, kappa, kappa + 2)
        x, w = panels(kappa + np.linspace(0, 8, 25), order)
        values.append({**{f'P({d})': density(float(d)) for d in DELTAS}, 'mode': mode, 'P(mode)': density(mode),
                       'total': sum(a * density(float(b)) for a, b in zip(w, x))})
    return [row(head, values)]


TYPICAL = [(activation, 0.4, distance, y) for activation in ('sign', 'relu', 'linear')
           for distance, y in ((None, None), (0.05, 10), (0.05, math.inf))]


# ---- the table -------------------------------------------------------------------------------------------------------

KINDS = {
    'capacity-1rsb': (capacity_1rsb, [('relu', 0.0), ('relu', 0.5), ('relu', -0.5), ('erf', 0.0),
                                      ('linear', -0.5), ('linear', -1.0)]),
    'local-entropy': (local_entropy, LOCAL),
    'franz-parisi': (franz_parisi, PAIRS),
    'capacity-2rsb': (capacity_2rsb, [('relu', 0.0), ('linear', -1.0)]),
    '1rsb': (saddle_1rsb, [('relu', 2.5), ('relu', 2.3), ('relu', 2.0), ('relu', 1.8), ('sign', 4.0), ('sign', 3.5), ('sign', 3.1)]),
    '1rsb-onset': (onset_1rsb, ['relu', 'sign']),
    'stabilities': (stabilities, TYPICAL),
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
