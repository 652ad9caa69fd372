#!/usr/bin/env python3
"""Branches of one step on the sphere for C(q) = (1 - s) q^2 + s q^6 at a margin kappa sqrt(C(1)), by another route than Gardner's.

    python3 bench/one_step.py        (needs numpy and scipy)

One function, S(q0, q1, m), its Gaussian averages by the trapezoidal rule; its gradient by central differences of 4th order is made to
vanish from a guess next to each branch.
"""

import numpy as np
from scipy.optimize import root
from scipy.special import log_ndtr

Z = np.linspace(-9, 9, 241)
W = np.exp(-Z * Z / 2)
W /= W.sum()


def entropy(q0, q1, m, alpha, kernel, kappa):
    c0, c1, one = kernel(q0), kernel(q1), kernel(1.0)
    f = log_ndtr((np.sqrt(c0) * Z[:, None] + np.sqrt(c1 - c0) * Z[None, :] - kappa) / np.sqrt(one - c1))
    energy = W @ np.log(np.exp(m * f) @ W) / m
    inner = 1 - q1
    outer = inner + m * (q1 - q0)
    return 0.5 * (np.log(inner) + np.log(outer / inner) / m + q0 / outer) + alpha * energy


def solution(alpha, share, guess, kappa=0.0):
    """From a guess of (q1, m) with q0 = 0, or of (q1, m, q0)."""

    def kernel(q):
        return (1 - share) * q**2 + share * q**6

    def at(v):
        return entropy(v[2] if len(v) > 2 else 0.0, v[0], v[1], alpha, kernel, kappa)

    def values(y):
        return [1 - np.exp(y[0]), np.exp(y[1]), *y[2:]]

    def gradient(y):
        v = values(y)
        found = []
        for i, value in enumerate(v):
            h = 1e-3 * (1 - value if i == 0 else value)

            def moved(by):
                return at([x + (by * h if i == j else 0) for j, x in enumerate(v)])

            slope = (8 * (moved(1) - moved(-1)) - (moved(2) - moved(-2))) / (12 * h)
            found.append(slope * (1 - v[0] if i == 0 else 1))
        return found

    q1, m, *q0 = guess
    found = root(gradient, [np.log(1 - q1), np.log(m), *q0], tol=1e-12)
    v = values(found.x)
    return (v[2] if len(v) > 2 else 0.0, v[0], v[1], at(v)), np.abs(found.fun).max()


CASES = [
    (2.6, 0.6, (0.145, 0.115, 0.0626)),
    (2.7, 0.6, (0.8956, 0.948, 0.134)),
    (2.7, 0.6, (0.167, 0.15, 0.075)),
    (2.9, 0.6, (0.9236, 0.811, 0.111)),
    (2.9, 0.7, (0.0511, 0.0222, 0.01875)),
    (2.9, 0.7, (0.928, 0.9, 0.01)),
    (3.14, 0.7, (0.949, 0.75)),
    (4.0448, 0.8, (0.99, 0.289)),
    (23, 0, (0.851, 0.903, 0.0287), -(2**0.5)),
    (23, 0, (0.1194, 0.51, 0.0385), -(2**0.5)),
    (24.5, 0, (0.8916, 0.8, 0.0057), -(2**0.5)),
    (26, 0, (0.9196, 0.703), -(2**0.5)),
    (19, 0, (0.9, 0.68, 0.033), -1.8 / 2**0.5),
]

if __name__ == "__main__":
    for alpha, share, guess, *kappa in CASES:
        (q0, q1, m, s), left = solution(alpha, share, guess, *kappa)
        print(f"s {share} kappa {[*kappa, 0][0]:.4f} alpha {alpha}: q0 {q0:.8f} q1 {q1:.8f} m {m:.8f} S {s:.10f}   gradient {left:.0e}")
