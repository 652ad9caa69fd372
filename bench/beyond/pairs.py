"""Franz-Parisi: solutions at a distance from a typical one."""

import math

import numpy as np

from .infinitesimal import log_cosh, log_tail
from .kernels import KERNELS
from .panels import ORDERS, SCOUT, following, gaussian
from .stationary import Sum, row, stationary
from .symmetric import solve_rs


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
    activation, weights, alpha, kappa, distances = case
    kernel = KERNELS[activation]
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
            head = {'kind': 'franz-parisi', 'activation': activation, 'weights': weights, 'margin': f'{kappa:g}',
                    'alpha': f'{alpha:g}', 'distance': f'{(1 - target) / 2:g}'}
            made[target] = row(head, values)
    return [made[p] for p in sorted(made, reverse=True)]


FEW = (0.02, 0.1, 0.2, 0.4)
PAIRS = [('linear', 'binary', 0.5, 0.0, [k / 100 for k in range(1, 41)]), ('relu', 'spherical', 1.0, 0.0, FEW),
         ('relu', 'binary', 0.5, 0.0, FEW), ('sign', 'spherical', 1.0, 0.0, FEW), ('sign', 'binary', 0.5, 0.0, FEW),
         ('linear', 'binary', 0.3, 0.0, FEW), ('relu', 'binary', 0.3, 0.0, FEW), ('sign', 'binary', 0.3, 0.0, FEW),
         ('linear', 'spherical', 1.0, 0.0, FEW), ('relu', 'binary', 0.3, 0.3, FEW), ('sign', 'spherical', 0.5, -0.3, FEW)]
