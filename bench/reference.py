#!/usr/bin/env python3
"""Makes bench/reference.json: replica-symmetric values to 25 digits, by another route than Gardner's.

    python3 bench/reference.py              (needs mpmath; some minutes)

No equation is solved here by iteration in alpha. A point of the RS branch is given by one parameter, q-hat for binary
weights and 1 - q for spherical ones, and everything else is an explicit function of it:

    binary      1 - q = int Dz sech^2(sqrt(qhat) z),   alpha = qhat / (C'(q) int Dz f'^2)
    spherical   alpha = q / ((1 - q)^2 C'(q) int Dz f'^2)

so a load, a vanishing entropy or a vanishing replicon is the first root of one function of one variable along the
branch. Integrals are Gauss-Legendre panels graded towards the layer, with 40 digits of work; the whole calculation is
done with two orders, and reference.json says in how many digits they agree.
"""

import json
import sys
from multiprocessing import Pool
from pathlib import Path

import mpmath
from mpmath import acos, asin, cosh, erfc, exp, log, log1p, mp, mpf, nstr, pi, sqrt, tanh

mp.dps = 40
OUT = Path(__file__).resolve().parent / 'reference.json'
REACH = mpf(12)
# of the Gauss-Legendre panels: two for the values, a low one to find where they are
ORDERS = (32, 26)
SCOUT = 14


# ---- Gaussian integrals ----------------------------------------------------------------------------------------------

_rules = {}


def rule(order):
    if (order, mp.dps) not in _rules:
        nodes = []
        for i in range(order):
            x = mpmath.cos(pi * (i + mpf(3) / 4) / (order + mpf(1) / 2))
            while True:
                before, here = mpf(1), x
                for k in range(2, order + 1):
                    before, here = here, ((2 * k - 1) * x * here - (k - 1) * before) / k
                slope = order * (x * here - before) / (x * x - 1)
                step = here / slope
                x -= step
                if abs(step) < mpf(10) ** (2 - mp.dps):
                    break
            nodes.append((x, 2 / ((1 - x * x) * slope * slope)))
        _rules[order, mp.dps] = nodes
    return _rules[order, mp.dps]


def gaussian(functions, centre, width, order, start=-REACH):
    """int Dz f(z) over [start, REACH] of a vector-valued f, with panels that double away from `centre`."""
    edges = [start, REACH]
    if start < centre < REACH:
        edges.append(centre)
    for sign in (-1, 1):
        step = width
        position = centre
        while -REACH <= position <= REACH or abs(position - centre) < 2 * REACH + abs(centre):
            position += sign * step
            if start < position < REACH:
                edges.append(position)
            step = min(2 * step, mpf(2))
    edges = sorted(set(edges))
    sums = None
    for a, b in zip(edges, edges[1:]):
        half, middle = (b - a) / 2, (b + a) / 2
        for x, w in rule(order):
            z = middle + half * x
            weight = w * half * exp(-z * z / 2)
            values = functions(z)
            sums = sums or [mpf(0)] * len(values)
            for i, value in enumerate(values):
                sums[i] += weight * value
    norm = sqrt(2 * pi)
    return [s / norm for s in sums]


def tail(x):
    return erfc(x / sqrt(mpf(2))) / 2


def log_tail(x):
    return log1p(-tail(-x)) if x < 0 else log(tail(x))


def hazard(x):
    return exp(-x * x / 2) / (sqrt(2 * pi) * tail(x))


# ---- kernels: C(1) - C, C, C', C'' as functions of the gap 1 - q ----------------------------------------------------


class Linear:
    def __init__(self, order): pass
    def deficit(self, e): return e
    def covariance(self, e): return 1 - e
    def slope(self, e): return mpf(1)
    def curvature(self, e): return mpf(0)


class Sign:
    def __init__(self, order): pass
    def deficit(self, e): return 2 / pi * acos(1 - e)
    def covariance(self, e): return 2 / pi * asin(1 - e)
    def slope(self, e): return 2 / pi / sqrt(e * (2 - e))
    def curvature(self, e): return 2 / pi * (1 - e) / sqrt(e * (2 - e)) ** 3


class Relu:
    def __init__(self, order): pass
    def deficit(self, e): return self.covariance(mpf(0)) - self.covariance(e)
    def covariance(self, e):
        q = 1 - e
        return (sqrt(e * (2 - e)) + q * (pi - acos(q)) - 1) / (2 * pi)
    def slope(self, e): return (pi - acos(1 - e)) / (2 * pi)
    def curvature(self, e): return 1 / (2 * pi * sqrt(e * (2 - e)))


class Quadratic:
    def __init__(self, order): pass
    def deficit(self, e): return 2 * e * (2 - e)
    def covariance(self, e): return 2 * (1 - e) ** 2
    def slope(self, e): return 4 * (1 - e)
    def curvature(self, e): return mpf(4)


class Hermite:
    """C(q) = sum a_k^2 q^k of a function that is smooth on the real axis."""
    def __init__(self, g, terms, steps):
        a = [mpf(0)] * (terms + 1)
        roots = [sqrt(mpf(k)) for k in range(terms + 1)]
        for node in range(-20 * steps, 20 * steps + 1):
            z = mpf(node) / steps
            before, here = mpf(0), g(z) * exp(-z * z / 2)
            a[0] += here
            for k in range(1, terms + 1):
                before, here = here, (z * here - roots[k - 1] * before) / roots[k]
                a[k] += here
        scale = 1 / (steps * sqrt(2 * pi))
        self.squares = [(scale * value) ** 2 for value in a]
        self.squares[0] = mpf(0)
        self.tails = [mpf(0)] * (terms + 1)
        for k in range(terms - 1, -1, -1):
            self.tails[k] = self.tails[k + 1] + self.squares[k + 1]
        assert self.squares[-1] * terms ** 2 + self.squares[-2] * terms ** 2 < mpf(10) ** -33, 'a longer series is needed'
    def covariance(self, e): return self._sum([s for s in self.squares], 1 - e)
    def deficit(self, e): return e * self._sum(self.tails, 1 - e)
    def slope(self, e): return self._sum([k * s for k, s in enumerate(self.squares)][1:], 1 - e)
    def curvature(self, e): return self._sum([k * (k - 1) * s for k, s in enumerate(self.squares)][2:], 1 - e)
    @staticmethod
    def _sum(coefficients, q):
        total = mpf(0)
        for c in reversed(coefficients):
            total = total * q + c
        return total


_hermite = {}


def hermite(name, *arguments):
    if name not in _hermite:
        _hermite[name] = Hermite(*arguments)
    return _hermite[name]


class Elu:
    """g = u above 0, e^u - 1 below: one-dimensional integrals over v given u."""
    def __init__(self, order):
        self.order = order
        self.cache = {}
    def _all(self, e):
        if e not in self.cache:
            q, s = 1 - e, sqrt(e * (2 - e))
            def at(u):
                # moments of v = q u + s x given u, above 0 and below it
                m = q * u
                above = tail(-m / s)
                bell = exp(-(m / s) ** 2 / 2) / sqrt(2 * pi)
                below = tail((m + s * s) / s) * exp(m + s * s / 2)
                g, slope, bend = (u, mpf(1), mpf(0)) if u > 0 else (mpmath.expm1(u), exp(u), exp(u))
                return [g * (m * above + s * bell + below - tail(m / s)), slope * (above + below), bend * below]
            centre = mpf(0)
            width = s / max(q, mpf(10) ** -3)
            width = min(width, mpf(1))
            total = [x + y for x, y in zip(gaussian(at, centre, width, self.order, mpf(0)),
                                           mirrored(at, width, self.order))]
            self.cache[e] = total
        return self.cache[e]
    def _moments(self):
        if not hasattr(self, 'mean'):
            half = sqrt(exp(mpf(1)))
            self.mean = 1 / sqrt(2 * pi) + half * tail(mpf(1)) - mpf(1) / 2
            norm = mpf(1) / 2 + exp(mpf(2)) * tail(mpf(2)) - 2 * half * tail(mpf(1)) + mpf(1) / 2
            self.variance = norm - self.mean ** 2
        return self.mean, self.variance
    def covariance(self, e):
        mean, variance = self._moments()
        return variance if e == 0 else self._all(e)[0] - mean ** 2
    def deficit(self, e): return self._moments()[1] - self.covariance(e)
    def slope(self, e): return self._all(e)[1]
    def curvature(self, e): return self._all(e)[2]


def mirrored(f, width, order):
    """int Dz f over (-REACH, 0)."""
    return gaussian(lambda z: f(-z), mpf(0), width, order, mpf(0))


KERNELS = {
    'linear': Linear,
    'sign': Sign,
    'relu': Relu,
    'quadratic': Quadratic,
    'tanh': lambda order: hermite('tanh', tanh, 950, 32),
    'sigmoid': lambda order: hermite('sigmoid', lambda z: 1 / (1 + exp(-z)), 260, 16),
    'elu': Elu,
}


# ---- the branch ------------------------------------------------------------------------------------------------------


class Machine:
    def __init__(self, activation, weights, kappa, order):
        self.kernel, self.weights, self.kappa, self.order = KERNELS[activation](order), weights, mpf(kappa), order

    def pattern(self, e):
        """int Dz of f, f'^2, f''^2."""
        c, v = self.kernel.covariance(e), self.kernel.deficit(e)
        root, width = sqrt(c), sqrt(v)
        def at(z):
            x = (self.kappa - root * z) / width
            r = hazard(x)
            return [log_tail(x), r * r / v, (r * (r - x)) ** 2 / (v * v)]
        if root == 0:
            return at(mpf(0))
        return gaussian(at, self.kappa / root, min(width / root, mpf(1)), self.order)

    def site(self, qhat):
        """int Dz of 1 - tanh^2, log 2cosh, (1 - tanh^2)^2 at sqrt(qhat) z."""
        root = sqrt(qhat)
        def at(z):
            h = root * z
            d = 1 / cosh(h) ** 2
            return [d, h + log1p(exp(-2 * h)), d * d]
        return [2 * value for value in gaussian(at, mpf(0), min(1 / root, mpf(1)), self.order, mpf(0))]

    def state(self, parameter):
        """Everything at log(qhat) (binary) or log(q/(1 - q)) (spherical); both grow along the branch from alpha = 0."""
        if self.weights == 'binary':
            qhat = exp(parameter)
            gap, logcosh, response = self.site(qhat)
            energy, score, bend = self.pattern(gap)
            alpha = qhat / (self.kernel.slope(gap) * score)
            entropy = -qhat * gap / 2 + logcosh + alpha * energy
        else:
            gap = 1 / (1 + exp(parameter))
            energy, score, bend = self.pattern(gap)
            qhat = (1 - gap) / gap ** 2
            alpha = qhat / (self.kernel.slope(gap) * score)
            response = gap ** 2
            entropy = (log(gap) + (1 - gap) / gap) / 2 + alpha * energy
        slope, curvature = self.kernel.slope(gap), self.kernel.curvature(gap)
        replicon = 1 - alpha * response * (slope ** 2 * bend + curvature * score)
        return {'alpha': alpha, 'q': 1 - gap, 'gap': gap, 'qhat': qhat, 'entropy': entropy, 'replicon': replicon}

def first(machine, condition, parameter):
    """The first root of a function of the state for growing parameter. The scout goes in steps of 1/2 and finds it to
    1e-15; machine(order) of the two orders polishes it. States at the root, one for each order."""
    with mpmath.workdps(22):
        scout = machine(SCOUT)
        f = lambda x: condition(scout.state(x))
        before = f(parameter)
        while True:
            after = f(parameter + mpf(1) / 2)
            if (before > 0) != (after > 0):
                break
            parameter, before = parameter + mpf(1) / 2, after
            if parameter > 70:
                raise ValueError('no root')
        root = mpmath.findroot(f, (parameter, parameter + mpf(1) / 2), solver='anderson', tol=mpf(10) ** -36,
                               maxsteps=60, verify=False)
        assert parameter <= root <= parameter + mpf(1) / 2
        shift = mpf(10) ** -7
        slope = (f(root + shift) - f(root - shift)) / (2 * shift)
    states = []
    for order in ORDERS:
        fine = machine(order)
        x, last = root, None
        for _ in range(8):
            value = condition(fine.state(x))
            if last is not None and value != last[1]:
                slope = (value - last[1]) / (x - last[0])
            last = (x, value)
            x -= value / slope
            if abs(x - last[0]) < mpf(10) ** -29 * (1 + abs(x)):
                break
        else:
            raise ValueError('the root could not be polished')
        states.append(fine.state(x))
    return states


def spherical_capacity(activation, kappa, order):
    kernel = KERNELS[activation](order)
    # C'(1) = E g'^2 and C(1) = Var g
    slope = {'elu': lambda: mpf(1) / 2 + exp(mpf(2)) * tail(mpf(2))}.get(activation, lambda: kernel.slope(mpf(0)))()
    variance = kernel._moments()[1] if activation == 'elu' else kernel.covariance(mpf(0))
    t = mpf(kappa) / sqrt(variance)
    return slope / (variance * ((1 + t * t) * tail(-t) + t * exp(-t * t / 2) / sqrt(2 * pi)))


def saddle(activation, weights, alpha, kappa='0'):
    return {'kind': 'solve', 'activation': activation, 'weights': weights, 'margin': kappa, 'alpha': alpha}


def threshold(kind, activation, weights, kappa='0'):
    return {'kind': kind, 'activation': activation, 'weights': weights, 'margin': kappa}


CASES = [
    # the benchmark's own: the 81 loads of the curve, the capacities
    *[saddle('linear', 'binary', str((k + 2) / 100)) for k in range(81)],
    *[threshold('capacity', a, 'binary') for a in ('linear', 'sign', 'relu')],
    *[threshold('instability', a, 'spherical') for a in ('sign', 'relu')],
    threshold('capacity', 'relu', 'binary', '0.5'),
    threshold('capacity', 'relu', 'spherical'),
    # hard cases: loads near 0 and near the capacity
    *[saddle('linear', 'binary', alpha) for alpha in ('1e-9', '1e-6', '1e-3', '0.83', '0.8330785', '1', '1.2')],
    *[saddle('linear', 'spherical', alpha) for alpha in ('1e-6', '1', '1.9', '1.99', '1.999', '1.99999')],
    *[saddle('relu', 'spherical', alpha) for alpha in ('1e-3', '2', '2.9', '2.93')],
    *[saddle('sign', 'spherical', alpha) for alpha in ('1e-3', '2', '10', '40')],
    *[saddle(a, 'binary', '0.5') for a in ('sign', 'relu', 'tanh', 'sigmoid', 'elu')],
    *[saddle(a, 'spherical', '1.5') for a in ('tanh', 'sigmoid', 'elu')],
    # margins
    *[saddle('linear', 'binary', alpha, kappa) for alpha, kappa in
      (('0.3', '1'), ('0.1', '2'), ('0.01', '5'), ('2', '-1'), ('10', '-2'))],
    *[saddle('linear', 'spherical', alpha, kappa) for alpha, kappa in
      (('0.5', '1'), ('0.2', '2'), ('0.03', '5'), ('5', '-1'), ('20', '-2'))],
    *[saddle('relu', 'binary', alpha, kappa) for alpha, kappa in
      (('0.2', '1'), ('0.01', '5'), ('5', '-1'), ('1000', '-2'))],
    *[threshold('capacity', 'linear', 'binary', kappa) for kappa in ('-3', '-2', '-1', '1', '2', '5')],
    *[threshold('capacity', 'sign', 'binary', kappa) for kappa in ('-2', '-1', '1', '2', '5')],
    *[threshold('capacity', 'relu', 'binary', kappa) for kappa in ('-2', '-1', '1', '2', '5')],
    *[threshold('capacity', a, 'binary', kappa) for a in ('tanh', 'sigmoid') for kappa in ('-1', '0', '1')],
    *[threshold('capacity', 'elu', 'binary', kappa) for kappa in ('0', '1')],
    threshold('capacity', 'quadratic', 'binary'),
    # (margin -2 is left out for the sigmoid: 9.6 standard deviations, where Gardner refuses to answer)
    *[threshold('capacity', a, 'spherical', kappa) for a in ('linear', 'relu', 'tanh', 'sigmoid', 'elu')
      for kappa in ('-2', '-1', '1', '2', '5') if (a, kappa) != ('sigmoid', '-2')],
    *[threshold('capacity', a, 'spherical') for a in ('linear', 'tanh', 'sigmoid', 'elu')],
    *[threshold('instability', a, 'spherical', kappa) for a in ('sign', 'relu') for kappa in ('-2', '-1', '1', '2')],
    *[threshold('instability', a, 'spherical') for a in ('tanh', 'sigmoid', 'elu')],
    *[threshold('instability', 'linear', 'spherical', kappa) for kappa in ('-2', '-1')],
    *[threshold('instability', 'relu', 'binary', kappa) for kappa in ('-1', '0', '1')],
    threshold('instability', 'linear', 'binary'),
    # kernels that Gardner derives from g
    *[{'kind': 'kernel', 'activation': a, 'gap': gap} for a in ('tanh', 'sigmoid', 'elu', 'relu', 'sign')
      for gap in ('1e-9', '1e-6', '1e-3', '0.03', '0.3', '0.7', '0.99', '0.999999')],
]


def compute(case):
    """The values by either order."""
    kind, activation = case['kind'], case['activation']
    if kind == 'kernel':
        # the double nearest to the decimal, as a program reads it
        e = mpf(float(case['gap']))
        kernels = [KERNELS[activation](order) for order in ORDERS]
        return [{name: getattr(kernel, name)(e) for name in ('deficit', 'covariance', 'slope', 'curvature')}
                for kernel in kernels]
    kappa = mpf(float(case['margin']))
    if kind == 'capacity' and case['weights'] == 'spherical':
        return [{'alpha': spherical_capacity(activation, kappa, order)} for order in ORDERS]
    machine = lambda order: Machine(activation, case['weights'], kappa, order)
    if kind == 'solve':
        alpha = mpf(float(case['alpha']))
        start = mpf(-14) if alpha > mpf(10) ** -4 else log(alpha) - 12
        return first(machine, lambda state: log(alpha) - log(state['alpha']), start)
    name = {'capacity': 'entropy', 'instability': 'replicon'}[kind]
    return first(machine, lambda state: state[name], mpf(-14))


def run(case):
    try:
        fine, coarse = compute(case)
    except ValueError as error:
        print(json.dumps(case), error, file=sys.stderr, flush=True)
        return None
    keep = {'solve': ('q', 'gap', 'qhat', 'entropy', 'replicon'), 'capacity': ('alpha', 'gap'),
            'instability': ('alpha', 'gap'), 'kernel': tuple(fine)}[case['kind']]
    worst = max(abs(fine[name] - coarse[name]) / max(abs(fine[name]), mpf(10) ** -10) for name in keep if name in fine)
    digits = 40 if worst == 0 else int(-mpmath.log10(worst))
    values = {name: nstr(fine[name], 25, min_fixed=-6, max_fixed=8) for name in keep if name in fine}
    print(json.dumps(case), values, digits, file=sys.stderr, flush=True)
    return {**case, 'digits': digits, 'values': values}


if __name__ == '__main__':
    for name in ('tanh', 'sigmoid'):
        KERNELS[name](ORDERS[0])
    with Pool(2) as pool:
        rows = [row for row in pool.map(run, CASES, chunksize=1) if row is not None]
    OUT.write_text(json.dumps({'madeBy': 'bench/reference.py', 'significantDigits': 25, 'rows': rows}, indent=1) + '\n')
