"""The site channel of binary weights."""

import numpy as np
from scipy.special import gammaln

from .infinitesimal import log_cosh, log_sum
from .panels import gaussian


def site_rs(log_qhat, order):
    z, w = gaussian([(0.0, min(1, np.exp(-log_qhat.real / 2)))], order, half=True)
    return 2 * w @ log_cosh(np.exp(log_qhat / 2) * z)


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
