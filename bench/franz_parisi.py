#!/usr/bin/env python3
"""S(d) of binary weights around a typical solution, g = sign, by another route than Gardner's: where S < 0 too.

    python3 bench/franz_parisi.py        (needs numpy and scipy)

One function, S(log(1 - q), t, log qhat, that, b), by Gauss-Legendre panels graded towards its layers. Its gradient by differences of 4th
order is printed at the order parameters that Gardner finds: it vanishes, and S is the same.
"""

import numpy as np
from scipy.optimize import brentq
from scipy.special import log_ndtr

NODES, WEIGHTS = np.polynomial.legendre.leggauss(24)
ALPHA = 0.8


def rule(layers=(), reach=9.0):
    """Nodes and weights of a standard normal average that resolves (center, width) of each layer."""
    breaks = {-reach, reach}
    for center, width in [(0.0, 1.5), *layers]:
        steps = width / 3 * 1.8 ** np.arange(60)
        breaks |= {y for y in (center, *(center - steps), *(center + steps)) if -reach < y < reach}
    b = np.array(sorted(breaks))
    half, middle = (b[1:] - b[:-1]) / 2, (b[1:] + b[:-1]) / 2
    z = (middle[:, None] + half[:, None] * NODES).ravel()
    return z, (half[:, None] * WEIGHTS).ravel() * np.exp(-z * z / 2) / np.sqrt(2 * np.pi)


def deficit(gap):
    return 4 / np.pi * np.arcsin(np.sqrt(gap / 2))


def overlap(q):
    return 2 / np.pi * np.arcsin(q)


def reference():
    z, w = rule()

    def conjugate(gap):
        c, v = overlap(1 - gap), deficit(gap)
        score = np.exp(-c * z * z / (2 * v) - log_ndtr(np.sqrt(c / v) * z)) / np.sqrt(2 * np.pi * v)
        return ALPHA * 2 / np.pi / np.sqrt(gap * (2 - gap)) * (w @ score**2)

    gap = brentq(lambda g: w @ np.tanh(np.sqrt(conjugate(g)) * z) ** 2 - 1 + g, 0.5, 0.95, xtol=1e-15)
    return gap, conjugate(gap)


def entropy(d, x, gap_ref, qhat_ref):
    log_gap, t, log_qhat, that, b = x
    gap, qhat, p = np.exp(log_gap), np.exp(log_qhat), 1 - 2 * d
    c_ref, c_t, v_ref, v = overlap(1 - gap_ref), overlap(t), deficit(gap_ref), deficit(gap)
    delta = deficit(1 - t) - deficit(2 * d)
    across = np.sqrt(1 - v - c_t**2 / c_ref)
    tau = np.sqrt(v_ref - delta**2 / across**2)
    energy = 0
    for z, w in zip(*rule()):
        seen, own = c_t / np.sqrt(c_ref) * z, np.sqrt(c_ref) * z
        y, u = rule([(-seen / across, np.sqrt(v) / across), (-own * across / delta, tau * across / delta)])
        weight = np.exp(log_ndtr((own + delta / across * y) / tau) - log_ndtr(own / np.sqrt(v_ref)))
        energy += w * np.sum(u * weight * log_ndtr((seen + across * y) / np.sqrt(v)))
    z, w = rule()
    y, u = rule([(b / np.sqrt(qhat), 1 / np.sqrt(qhat)), (-b / np.sqrt(qhat), 1 / np.sqrt(qhat))])
    field = that / np.sqrt(qhat_ref) * z[:, None] + np.sqrt(qhat - that**2 / qhat_ref) * y
    mean = np.tanh(np.sqrt(qhat_ref) * z)[:, None]
    sites = sum((1 + s * mean) / 2 * np.logaddexp(field + s * b, -field - s * b) for s in (1, -1)) - np.log(2)
    return np.log(2) - qhat * gap / 2 - p * (b + that) + t * that + w @ sites @ u + ALPHA * energy


# d, 1 - q, t, qhat, that, phat - that
CASES = [
    (0.1, 0.2932877701679393, 0.2868915825719555, 0.6607671626416521, 0.43973508841270714, 1.1500877177399509),
    (0.01, 0.021064102346638903, 0.26838740159049645, 5.56739623020716, 0.4758624649156561, 5.485964053308333),
    (1e-3, 2.678334835985195e-4, 0.26778775232601737, 631.8612629001738, 0.9661435928743978, 76.99130627714863),
    (1e-4, 1.8760765366216148e-6, 0.2681331486109906, 178084.0014730669, 2.921185136931129, 1567.2706442455137),
    (1e-5, 1.0424496155487647e-8, 0.26817854097519134, 73834710.49638085, 11.194729115859912, 36638.77208663960),
]

if __name__ == "__main__":
    ref = reference()
    for d, gap, t, qhat, that, b in CASES:
        x = np.array([np.log(gap), t, np.log(qhat), that, b])
        gradient = []
        for i, value in enumerate(x):
            h = 1e-3 if i in (0, 2) else 1e-3 * value
            e = h * np.eye(5)[i]
            near, far = (entropy(d, x + k * e, *ref) - entropy(d, x - k * e, *ref) for k in (1, 2))
            gradient.append((8 * near - far) / 12e-3)
        print(f"d {d}: S {entropy(d, x, *ref):.13f}   gradient {np.abs(gradient).max():.0e}")
