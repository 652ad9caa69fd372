"""The pattern channel of the constraint Delta >= kappa."""

import math

import numpy as np

from .infinitesimal import hazard, log_sum, log_tail
from .panels import following, gaussian


def pattern_rs(kernel, gap, kappa, order):
    """int Dz log H((kappa - sqrt(C(q)) z)/sqrt(C(1) - C(q)))."""
    width, outer = np.sqrt(kernel.deficit(gap)), np.sqrt(kernel.covariance(gap))
    z, w = gaussian([(kappa / outer.real, 0.7 * width.real / outer.real)], order)
    return w @ log_tail((kappa - outer * z) / width)


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
