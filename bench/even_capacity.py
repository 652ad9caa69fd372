#!/usr/bin/env python3
"""Capacity of one step with q0 > 0 for g = |x| with binary weights, by another route than Gardner's.

    python3 bench/even_capacity.py        (needs numpy and scipy)

One function, S(q0, q1, qhat0, qhat1, m, alpha), by Gauss-Hermite rules; its gradient by central differences of 4th order is made to
vanish together with S. C(q) = (2/pi)(sqrt(1 - q^2) + q asin q - 1).
"""

import numpy as np
from scipy.optimize import fsolve
from scipy.special import log_ndtr

Z, W = np.polynomial.hermite_e.hermegauss(80)
W = W / W.sum()


def kernel(q):
    return 2 / np.pi * (np.sqrt(1 - q * q) + q * np.arcsin(q) - 1)


def outer(f, m, inner, width):
    """The mean over the outer Gaussian of (1/m) log of the mean of exp(m f) over the inner one."""
    h = np.sqrt(inner) * Z[:, None] + np.sqrt(width) * Z[None, :]
    x = m * f(h)
    top = x.max(axis=1)
    return W @ (top + np.log(np.exp(x - top[:, None]) @ W)) / m


def entropy(x):
    q0, q1, h0, h1, m, alpha = x
    one = kernel(1.0)
    v = one - kernel(q1)
    energy = outer(lambda h: log_ndtr(h / np.sqrt(v)), m, kernel(q0), kernel(q1) - kernel(q0))
    sites = outer(lambda b: np.logaddexp(b, -b), m, h0, h1 - h0)
    return -h1 / 2 + (1 - m) / 2 * q1 * h1 + m / 2 * q0 * h0 + sites + alpha * energy


def equations(x):
    found = [entropy(x)]
    for i in range(5):
        h = 1e-3 * abs(x[i])
        at = lambda by: entropy(x + by * h * np.eye(6)[i])
        found.append((8 * (at(1) - at(-1)) - (at(2) - at(-2))) / (12 * h) / x[4])
    return np.array(found)


if __name__ == '__main__':
    start = np.array([0.0204, 0.0613, 0.0228, 0.0689, 0.153, 0.99995])
    x, info, _, message = fsolve(equations, start, xtol=1e-12, full_output=True)
    print(dict(zip(['q0', 'q1', 'qhat0', 'qhat1', 'm', 'alpha'], x)), abs(info['fvec']).max())
