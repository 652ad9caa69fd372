"""Capacities of spherical weights with one and two steps of replica symmetry breaking."""

import math

import numpy as np
from scipy.optimize import minimize

from .infinitesimal import log_sum, log_tail
from .kernels import KERNELS
from .panels import SCOUT, following, gaussian
from .stationary import row, settled, whole


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
