"""Writes kernel-oracle.json: C, C(1) - C, C', C'' of activations without a closed kernel, to 20 digits.

python3 kernel-oracle.py   (needs mpmath; some minutes)

In polar coordinates u = r cos(t - psi/2), v = r cos(t + psi/2) with q = cos psi, u and v are standard normal of
correlation q, and every wedge of t in which neither changes sign has a smooth integrand (the kinks are at 0):

    E f(u, v) = 1/2pi int_0^2pi dt int_0^inf r exp(-r^2/2) f(u, v) dr

by Gauss-Legendre panels, in 40 digits, with C(1) - C = E (g(u) - g(v))^2 / 2. A jump of g' at 0 of size s adds
s^2 / (2 pi sin psi) + 2 s phi(0) E g''(z sin psi) to C'' = E g''(u) g''(v).
"""

import json
import os
from multiprocessing import Pool

from mpmath import mp, mpf

mp.dps = 40
GAPS = [1.0, 0.9, 0.5, 0.1, 1e-2, 1e-5, 1e-12]


def logistic(u):
    return 1 / (1 + mp.exp(-u))


def tanh_1(u):
    return 1 - mp.tanh(u) ** 2


# g, g', g'' (without atoms), jump of g' at 0
ACTIVATIONS = {
    'tanh': (mp.tanh, tanh_1, lambda u: -2 * mp.tanh(u) * tanh_1(u), 0),
    'sigmoid': (
        logistic,
        lambda u: logistic(u) * logistic(-u),
        lambda u: logistic(u) * logistic(-u) * (1 - 2 * logistic(u)),
        0,
    ),
    'elu': (
        lambda u: mp.expm1(u) if u < 0 else u,
        lambda u: mp.exp(u) if u < 0 else mpf(1),
        lambda u: mp.exp(u) if u < 0 else mpf(0),
        0,
    ),
    'elu:0.5': (
        lambda u: mp.expm1(u) / 2 if u < 0 else u,
        lambda u: mp.exp(u) / 2 if u < 0 else mpf(1),
        lambda u: mp.exp(u) / 2 if u < 0 else mpf(0),
        mpf(1) / 2,
    ),
    'softsign': (
        lambda u: u / (1 + abs(u)),
        lambda u: 1 / (1 + abs(u)) ** 2,
        lambda u: -2 * mp.sign(u) / (1 + abs(u)) ** 3,
        0,
    ),
}


def legendre(order):
    nodes = []
    for i in range(order):
        x = mp.cos(mp.pi * (i + mpf(3) / 4) / (order + mpf(1) / 2))
        for _ in range(8):
            before, now = mpf(1), x
            for k in range(2, order + 1):
                before, now = now, ((2 * k - 1) * x * now - (k - 1) * before) / k
            slope = order * (x * now - before) / (x * x - 1)
            x -= now / slope
        nodes.append((x, 2 / ((1 - x * x) * slope**2)))
    return nodes


def panels(rule, breaks):
    points = []
    for a, b in zip(breaks, breaks[1:]):
        half, middle = (b - a) / 2, (a + b) / 2
        points += [(middle + half * x, half * w) for x, w in rule]
    return points


def split(a, b, pieces):
    return [a + (b - a) * k / pieces for k in range(pieces)]


def kernel(name, gap, order):
    g, g1, g2, jump = ACTIVATIONS[name]
    rule = legendre(order)
    psi = 2 * mp.asin(mp.sqrt(mpf(gap) / 2))
    radii = [(r, w * r * mp.exp(-r * r / 2)) for r, w in panels(rule, [mpf(x) for x in (0, 1, 2.5, 4.5, 7, 10, 14)])]
    near, far = mp.pi / 2 - psi / 2, mp.pi / 2 + psi / 2
    wedge = 4 if psi > 0.3 else 1
    angles = panels(rule, split(mpf(0), near, 5) + split(near, far, wedge) + split(far, mp.pi, 5) + [mp.pi])
    mean = [mpf(0)] * 5
    for t, wt in angles:
        cu, cv = mp.cos(t - psi / 2), mp.cos(t + psi / 2)
        for r, wr in radii:
            u, v = r * cu, r * cv
            gu, gv, weight = g(u), g(v), wt * wr
            mean[0] += weight * (gu + gv) / 2
            mean[1] += weight * gu * gv
            mean[2] += weight * (gu - gv) ** 2 / 2
            mean[3] += weight * g1(u) * g1(v)
            mean[4] += weight * g2(u) * g2(v)
    # t and -t are the same with u and v exchanged
    mean = [x / mp.pi for x in mean]
    if jump:
        sine = mp.sin(psi)
        line = [(z * s, w * mp.exp(-z * z / 2)) for s in (1, -1) for z, w in panels(rule, [mpf(x) for x in (0, 1, 2.5, 4.5, 7, 10, 14)])]
        regular = sum(w * g2(z * sine) for z, w in line) / mp.sqrt(2 * mp.pi)
        mean[4] += jump**2 / (2 * mp.pi * sine) + 2 * jump * regular / mp.sqrt(2 * mp.pi)
    return [mean[1] - mean[0] ** 2] + mean[2:]


def row(task):
    name, gap = task
    fine = kernel(name, gap, 26)
    coarse = kernel(name, gap, 22)
    for a, b in zip(fine, coarse):
        assert abs(a - b) <= mpf(10) ** -20 * abs(a) + mpf(10) ** -28, (name, gap, a, b)
    covariance, deficit, slope, curvature = [float(mp.nstr(x, 20)) if abs(x) > mpf(10) ** -25 else 0.0 for x in fine]
    return {'activation': name, 'gap': gap, 'covariance': covariance, 'deficit': deficit, 'slope': slope, 'curvature': curvature}


if __name__ == '__main__':
    with Pool(2) as pool:
        rows = pool.map(row, [(name, gap) for name in ACTIVATIONS for gap in GAPS], chunksize=1)
    target = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'kernel-oracle.json')
    with open(target, 'w') as file:
        file.write('[\n' + ',\n'.join('  ' + json.dumps(r) for r in rows) + '\n]\n')
