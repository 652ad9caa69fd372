"""Large deviations: y solutions at mutual distance d."""

import math

import numpy as np
from scipy.special import gammaln

from .infinitesimal import log_sum, rate, root
from .kernels import KERNELS
from .panels import ORDERS, SCOUT
from .pattern import pattern_peak, pattern_step
from .site import site_peak, site_step
from .stationary import row


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
        if fixed(-40) > 0:   # qhat0 alone makes the overlap larger than q1
            return math.nan, math.nan, math.nan, {}
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
        if fixed(-12) > 0:
            return math.nan, math.nan, math.nan, {}
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
        p, step, end = (600.0, -2.0, -8.0) if y == math.inf else (-9.0, 0.5, 9.0)
    else:
        p, step, end = (-600.0, 2.0, 4.0) if y == math.inf else (-9.0, 0.5, 4.0)
    scout = point_local(kernel, weights, gap1, y, kappa, SCOUT)
    if not scout(p)[0] < alpha:
        raise ArithmeticError('the branch begins beyond this load')
    while True:
        load = scout(p + step)[0]
        if load > alpha:
            break
        if math.isnan(load):
            step /= 2
        else:
            p += step
        if abs(step) < 1e-4 or (p - end) * step > 0:
            raise ArithmeticError('the branch does not reach this load')
    for order in ORDERS:
        point = point_local(kernel, weights, gap1, y, kappa, order)
        _, s, g, parameters = point(root(lambda p: point(p)[0] - alpha, p, p + step))
        yield order, s, g, parameters


def local_entropy(case):
    activation, weights, alpha, kappa, distance, y = case
    values = []
    for _, s, g, parameters in solve_local(KERNELS[activation], weights, alpha, 2 * distance, y, kappa):
        entropy = s + alpha * g
        values.append({'entropy': entropy, 'normalised': entropy - unloaded_local(weights, 2 * distance, y), **parameters})
    return [row({'kind': 'local-entropy', 'activation': activation, 'weights': weights, 'margin': f'{kappa:g}',
                 'alpha': f'{alpha:g}', 'distance': f'{distance:g}', 'replicas': f'{y:g}'}, values)]


LOCAL = [(activation, weights, alpha, 0.0, distance, y)
         for weights, activations in (('spherical', ('relu', 'sign')), ('binary', ('relu', 'sign', 'linear')))
         for activation in activations for y in (10, math.inf, 2)
         for alpha in (0.5, 0.2) for distance in (0.2, 0.05, 0.01, 0.002)
         # dq would be beyond e^600, where the derivative leaves the range of the numbers
         if (weights, y, alpha, distance) != ('binary', math.inf, 0.2, 0.002)]
LOCAL += [('relu', weights, 0.3, kappa, 0.1, y) for weights in ('spherical', 'binary') for kappa in (0.3, -0.3) for y in (10, math.inf)]
# curves; at d = 0.3804 the overlap is that of typical solutions, q0 = q1, and beyond it there is nothing to find
LOCAL += [('relu', 'binary', 0.5, 0.0, 9 * k / 1000, y) for y in (10, math.inf) for k in range(1, 41)]
