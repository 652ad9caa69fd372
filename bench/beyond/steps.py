"""One step of replica symmetry breaking at a finite load, spherical weights."""

import math

import numpy as np
from scipy.optimize import minimize

from .infinitesimal import hazard, root
from .kernels import KERNELS
from .panels import ORDERS, SCOUT, gaussian
from .pattern import pattern_step
from .stationary import Sum, row, settled
from .symmetric import solve_rs


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
    activation, alpha, kappa = case
    kernel = KERNELS[activation]
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
