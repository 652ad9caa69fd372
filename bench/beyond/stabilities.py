"""Distributions of stabilities."""

import math

import numpy as np

from .infinitesimal import log_sum, log_tail, rate, root
from .kernels import KERNELS
from .local import solve_local
from .panels import ORDERS, following, gaussian, panels
from .pattern import most_likely
from .stationary import row
from .symmetric import solve_rs


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
