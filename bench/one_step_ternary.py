#!/usr/bin/env python3
"""One step with weights -1, 0, 1 for a g without a linear term, by another route than Gardner's.

    python3 bench/one_step_ternary.py        (needs numpy and scipy)

One function of the overlaps of unnormalised weights, S(Q, P0, P1, m; Qhat, qhat0, qhat1), its averages by the trapezoidal rule, Qhat the
conjugate of the self overlap; its gradient by central differences of 4th order is made to vanish. Patterns see q = P/Q.
"""

import numpy as np
from scipy.optimize import root
from scipy.special import log_ndtr

Z = np.linspace(-9, 9, 161)
W = np.exp(-Z * Z / 2)
W /= W.sum()
LEVELS = np.array([-1.0, 0.0, 1.0])


def outer(f, m, inner, width):
    """The mean over the outer Gaussian of (1/m) log of the mean of exp(m f) over the inner one."""
    return W @ np.log(np.exp(m * f(np.sqrt(inner) * Z[:, None] + np.sqrt(width) * Z[None, :])) @ W) / m


def entropy(x, alpha, kernel, kappa):
    Q, P0, P1, m, hat, h0, h1 = x
    one = kernel(1.0)
    c0, c1 = kernel(P0 / Q), kernel(P1 / Q)
    energy = outer(lambda h: log_ndtr((h - kappa) / np.sqrt(one - c1)), m, c0, c1 - c0)

    def site(b):
        return np.log(sum(np.exp((hat - h1) * w * w / 2 + b * w) for w in LEVELS))

    return -hat * Q / 2 + (1 - m) / 2 * P1 * h1 + m / 2 * P0 * h0 + outer(site, m, h0, h1 - h0) + alpha * energy


def solution(alpha, kappa, kernel, guess):
    def gradient(x):
        found = []
        for i, value in enumerate(x):
            h = 1e-3 * max(abs(value), 0.03)

            def at(by):
                return entropy([v + (by * h if i == j else 0) for j, v in enumerate(x)], alpha, kernel, kappa)

            found.append((8 * (at(1) - at(-1)) - (at(2) - at(-2))) / (12 * h))
        return found

    found = root(gradient, guess, tol=1e-13)
    return found.x, entropy(found.x, alpha, kernel, kappa), np.abs(found.fun).max()


def quadratic(q):
    return 2 * q * q


def cubic(q):
    """-1 - 0.6 x + x^2 + 0.2 x^3 = He_2 + 0.2 He_3"""
    return 2 * q * q + 0.24 * q**3


# alpha, kappa, C, and a guess of Q, q0, q1, m and of Q times qhat0 and qhat1
CASES = [
    (1.5, 0, quadratic, (0.66, 0.16, 0.59, 0.5, 0.42, 1.9)),
    (1.2, 0, quadratic, (0.67, 0.1, 0.31, 0.4, 0.17, 0.56)),
    (1.1, 0.5, quadratic, (0.65, 0.2, 0.72, 0.36, 0.93, 4.5)),
    (1.5, 0, cubic, (0.66, 0.125, 0.57, 0.55, 0.27, 1.63)),
]

if __name__ == "__main__":
    for alpha, kappa, kernel, (Q, q0, q1, m, f0, f1) in CASES:
        for scale in (1.0, 1 / Q):
            h0, h1 = f0 * scale / Q, f1 * scale / Q
            # the conjugate that makes S stationary in Q: scale invariance of the patterns
            hat = (1 - m) * q1 * h1 + m * q0 * h0
            x, s, left = solution(alpha, kappa, kernel, (Q, Q * q0, Q * q1, m, hat, h0, h1))
            if left < 1e-9:
                break
        Q, P0, P1, m, *_ = x
        print(f"{kernel.__name__} kappa {kappa} alpha {alpha}: q0 {P0/Q:.10f} q1 {P1/Q:.10f} m {m:.10f} Q {Q:.10f} S {s:.12f}   gradient {left:.0e}")
