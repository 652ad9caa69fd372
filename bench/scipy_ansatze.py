#!/usr/bin/env python3
"""The counterpart of the benchmark beyond replica symmetry: what one writes with numpy and scipy in a day.

    python3 bench/scipy_ansatze.py [--repeat 3] [--only NAME]       (prints JSON)

Two ways, as in scipy_rs.py. `quad`: scipy.integrate.quad, nested for double integrals, scalar functions, the saddle-point
equations solved by scipy.optimize.root and minima found by scipy.optimize.minimize. quad's tolerance is its default:
tighter ones take longer and give nothing here, where 1e-9 is wanted. `vectorised`: the same equations with
every integral a numpy sum over one fixed grid, chosen by trial for these parameters: no error estimate, and wrong without
a word where a layer is thinner than the grid. For curves the load or distance before is the first guess. Where a curve
would take minutes with nested quad, `quad` does one point of it, and its name says so. Imports are not timed.
"""

import argparse
import json
import math
import platform
import statistics
import sys
import time

import numpy as np
import scipy
from scipy.integrate import quad
from scipy.optimize import brentq, minimize, root
from scipy.special import erfcx, log_ndtr

NORM = 1 / math.sqrt(2 * math.pi)
SQRT_2_OVER_PI = math.sqrt(2 / math.pi)


def hazard(x):
    """phi/H."""
    return SQRT_2_OVER_PI / erfcx(x / math.sqrt(2))


# C(q), C'(q), with C(1) = ONE and C'(1) = END


class Linear:
    ONE = END = 1.0
    covariance = staticmethod(lambda q: q)
    slope = staticmethod(lambda q: 1.0)


class Relu:
    ONE, END = 0.5 - 0.5 / math.pi, 0.5
    covariance = staticmethod(lambda q: (math.sqrt(1 - q * q) + q * (math.pi - math.acos(q)) - 1) / (2 * math.pi))
    slope = staticmethod(lambda q: (math.pi - math.acos(q)) / (2 * math.pi))


def gauss(f, low=-9.0, high=9.0, points=None):
    """int Dz f(z) by adaptive Gauss-Kronrod."""
    return NORM * quad(lambda z: math.exp(-0.5 * z * z) * f(z), low, high, points=points)[0]


def grid(reach, step):
    z = np.arange(-reach, reach + step / 2, step)
    return z, NORM * step * np.exp(-0.5 * z * z)


# ---- capacities: spherical weights, ReLU, kappa = 0 --------------------------------------------------------------------


def add(a, b):
    """log(e^a + e^b) of numbers, four times as fast as np.logaddexp"""
    return max(a, b) + math.log1p(math.exp(-abs(a - b)))


def closed_step(miss, b2, m, end, add=np.logaddexp):
    """log int Dt e^{m f(h + b t)}, f = -(kappa - h)_+^2/(2 C'(1)), for arrays, or numbers with the other `add`."""
    b, c = math.sqrt(b2), m * b2 / end
    return add(log_ndtr(-miss / b),
               -0.5 * math.log1p(c) - m * miss * miss / (2 * end * (1 + c)) + log_ndtr(miss / (b * math.sqrt(1 + c))))


def capacity_1rsb(way, kernel=Relu):
    z, w = grid(9.0, 0.05)

    def ratio(x):
        q0, m = 1 / (1 + math.exp(-x[0])), math.exp(x[1])
        spread, outer = 1 + m * (1 - q0), math.sqrt(kernel.covariance(q0))
        b2 = kernel.ONE - kernel.covariance(q0)
        if way == 'quad':
            energy = gauss(lambda z: closed_step(-outer * z, b2, m, kernel.END, add)) / m
        else:
            energy = w @ closed_step(-outer * z, b2, m, kernel.END) / m
        return -0.5 * (math.log(spread) / m + q0 / spread) / energy

    found = minimize(ratio, [1.0, 2.0], method='BFGS', options={'gtol': 1e-7})
    return found.fun


def capacity_2rsb(way, kernel=Relu):
    z, w = grid(8.0, 0.1)
    t, wt = grid(14.0, 0.1)
    log_wt = np.log(wt)

    def ratio(x):
        q0 = 1 / (1 + math.exp(-x[0]))
        q1 = q0 + (1 - q0) / (1 + math.exp(-x[1]))
        m1, m2 = math.exp(x[2]), math.exp(x[3])
        spread1 = 1 + m2 * (1 - q1)
        spread0 = spread1 + m1 * (q1 - q0)
        b2, middle = kernel.ONE - kernel.covariance(q1), math.sqrt(kernel.covariance(q1) - kernel.covariance(q0))
        outer = math.sqrt(kernel.covariance(q0))

        def step(h):
            """log int Dt e^{m1 f1(h + middle t)}"""
            exponents = (m1 / m2) * closed_step(-h[:, None] - middle * t, b2, m2, kernel.END) + log_wt
            top = exponents.max(axis=1)
            return top + np.log(np.exp(exponents - top[:, None]).sum(axis=1))

        def scalar_step(h):
            def exponent(t):
                return m1 / m2 * closed_step(-h - middle * t, b2, m2, kernel.END, add) - 0.5 * t * t
            # scaled to its largest value, which must be known before quad is called
            far = max(0.0, -h / middle)
            top = max(exponent(k * far / 8) for k in range(9))
            inner = quad(lambda t: math.exp(exponent(t) - top), -9, far + 9,
                         points=[0.0, far] if far > 0 else [0.0])[0]
            return top + math.log(NORM * inner)

        if way == 'quad':
            energy = NORM * quad(lambda z: math.exp(-0.5 * z * z) * scalar_step(outer * z), -8, 8)[0] / m1
        else:
            energy = w @ step(outer * z) / m1
        return -0.5 * (math.log(spread0 / spread1) / m1 + math.log(spread1) / m2 + q0 / spread0) / energy

    found = minimize(ratio, [0.5, 2.0, 2.5, 4.5], method='BFGS', options={'gtol': 1e-6})
    return found.fun


# ---- the replica-symmetric reference -----------------------------------------------------------------------------------


def typical(kernel, alpha):
    """q and qhat of binary weights, kappa = 0."""
    z, w = grid(9.0, 0.1)

    def qhat_of(q):
        v = kernel.ONE - kernel.covariance(q)
        return alpha * kernel.slope(q) * (w @ hazard(-math.sqrt(kernel.covariance(q) / v) * z) ** 2) / v

    q = brentq(lambda q: w @ np.tanh(math.sqrt(qhat_of(q)) * z) ** 2 - q, 1e-3, 0.9, xtol=1e-14)
    return q, qhat_of(q)


# ---- Franz-Parisi: binary perceptron, alpha = 0.5, kappa = 0 -----------------------------------------------------------

FAR = [round(0.01 * k, 2) for k in range(1, 41)]


def log_cosh(x):
    """log 2cosh(x) of an array"""
    return np.logaddexp(x, -x)


def log_cosh_of(x):
    """the same of a number, four times as fast"""
    return abs(x) + math.log1p(math.exp(-2 * abs(x)))


class Pairs:
    """Averages over the field and the weight of a solution at overlap p with a typical one."""

    def __init__(self, kernel, alpha):
        self.kernel, self.alpha = kernel, alpha
        self.q, self.qhat = typical(kernel, alpha)
        self.outer = math.sqrt(kernel.covariance(self.q))
        self.inner = math.sqrt(kernel.ONE - kernel.covariance(self.q))

    def fields(self, p, q, t):
        ct = self.kernel.covariance(t)
        a, b = ct / self.outer, (self.kernel.covariance(p) - ct) / self.inner
        spread = math.sqrt(max(self.kernel.covariance(q) - a * a, 1e-30))
        rho = b / spread
        return a, spread, rho, math.sqrt(max(1 - rho * rho, 1e-30)), math.sqrt(self.kernel.ONE - self.kernel.covariance(q))

    def conjugates(self, p, q, t):
        """qhat, that from <f'^2> and <f~' f'>, of a typical reference."""
        square, product = self.pattern(p, q, t, 'scores')
        return self.alpha * self.kernel.slope(q) * square, self.alpha * self.kernel.slope(t) * product

    def parameters(self, p, x):
        """q, t, phat from numbers of order 1: root fails on the bare ones, where q - t^2/q~ may go negative and vanishes at p = q~"""
        off = p - self.q
        t = self.q + x[1] * off
        return x[0] * off ** 2 + t * t / self.q + (p - t) ** 2 / (1 - self.q), t, self.qhat + x[2] * off

    def equations(self, p, x):
        if x[0] <= 0:
            return np.full(3, 1e3)
        q, t, phat = self.parameters(p, x)
        qhat, that = self.conjugates(p, q, t)
        return (np.array([q, t, p]) - self.site(phat, qhat, that, 'overlaps')) / (p - self.q)

    def solve(self, p, guess):
        found = root(lambda x: self.equations(p, x), guess, tol=1e-9)
        if max(abs(found.fun)) > 1e-8:
            raise ValueError(f'no saddle point at p = {p}: {found.message}')
        return found.x

    def entropy(self, p, x):
        q, t, phat = self.parameters(p, x)
        qhat, that = self.conjugates(p, q, t)
        return (-0.5 * qhat * (1 - q) - p * phat + t * that + self.site(phat, qhat, that, 'entropy')
                + self.alpha * self.pattern(p, q, t, 'energy'))


class VectorisedPairs(Pairs):
    z, wz = grid(8.5, 0.125)
    y, wy = grid(12.0, 0.125)
    x, wx = grid(8.5, 0.25)

    def pattern(self, p, q, t, what):
        a, spread, rho, rest, width = self.fields(p, q, t)
        least = -self.outer * self.z / self.inner
        below = log_ndtr(-least)
        weight = np.exp(log_ndtr((rho * self.y - least[:, None]) / rest) - below[:, None]) * self.wy
        x = -(a * self.z[:, None] + spread * self.y) / width
        if what == 'energy':
            return self.wz @ (weight * log_ndtr(-x)).sum(axis=1)
        f = hazard(x) / width
        return self.wz @ (weight * f * f).sum(axis=1), (self.wz * hazard(least) / self.inner) @ (weight * f).sum(axis=1)

    def site(self, phat, qhat, that, what):
        r = math.sqrt(self.qhat)
        spread = math.sqrt(max(qhat - that * that / self.qhat, 1e-30))
        totals = np.zeros(3)
        for sign in (-1, 1):
            chance = self.wz * np.exp(sign * r * self.z - log_cosh(r * self.z))
            h = (that / r * self.z + (phat - that) * sign)[:, None] + spread * self.x
            if what == 'entropy':
                totals[0] += chance @ (log_cosh(h) @ self.wx)
            else:
                m = np.tanh(h)
                mean = m @ self.wx
                totals += [chance @ (m * m @ self.wx), (chance * np.tanh(r * self.z)) @ mean, sign * (chance @ mean)]
        return totals[0] if what == 'entropy' else totals


class QuadPairs(Pairs):
    def pattern(self, p, q, t, what):
        a, spread, rho, rest, width = self.fields(p, q, t)

        def average(g):
            def row(z):
                least = -self.outer * z / self.inner
                below = log_ndtr(-least)
                far = max(0.0, rho * least)
                return quad(lambda y: NORM * math.exp(log_ndtr((rho * y - least) / rest) - below - 0.5 * y * y)
                            * g(-(a * z + spread * y) / width), -9, far + 9)[0]
            return row

        if what == 'energy':
            return gauss(average(lambda x: log_ndtr(-x)))
        square, once = average(lambda x: hazard(x) ** 2), average(hazard)
        return (gauss(square) / width ** 2,
                gauss(lambda z: hazard(-self.outer * z / self.inner) * once(z)) / (self.inner * width))

    def site(self, phat, qhat, that, what):
        r = math.sqrt(self.qhat)
        spread = math.sqrt(max(qhat - that * that / self.qhat, 1e-30))

        def average(g, sign):
            return lambda z: (math.exp(sign * r * z - log_cosh_of(r * z))
                              * gauss(lambda x: g(that / r * z + (phat - that) * sign + spread * x)))

        if what == 'entropy':
            return sum(gauss(average(log_cosh_of, sign)) for sign in (-1, 1))
        totals = np.zeros(3)
        for sign in (-1, 1):
            mean = average(math.tanh, sign)
            totals += [gauss(average(lambda h: math.tanh(h) ** 2, sign)), gauss(lambda z: math.tanh(r * z) * mean(z)),
                       sign * gauss(mean)]
        return totals


def franz_parisi(pairs, distances, guess):
    rows, x = [], np.array(guess)
    for d in reversed(distances):
        p = 1 - 2 * d
        x = pairs.solve(p, x)
        q, t, _ = pairs.parameters(p, x)
        rows.append({'distance': d, 'entropy': pairs.entropy(p, x), 'q': q, 't': t})
    return rows[::-1]


# ---- local entropies: binary weights, ReLU, alpha = 0.5, kappa = 0 ------------------------------------------------------

# below d = 0.3804, where the overlap is that of typical solutions and q0 = q1
NEAR = [round(0.009 * k, 3) for k in range(1, 41)]


def local_vectorised(kernel, alpha, y, distances, guess):
    z, w = grid(8.5, 0.125)
    t, wt = grid(12.0, 0.125)
    log_wt = np.log(wt)

    def tilted(exponent):
        top = exponent.max(axis=1)
        weight = np.exp(exponent - top[:, None])
        total = weight.sum(axis=1)
        return weight / total[:, None], top + np.log(total)

    def pattern(q0, q1):
        c0, c1 = kernel.covariance(q0), kernel.covariance(q1)
        width = math.sqrt(kernel.ONE - c1)
        x = -(math.sqrt(c0) * z[:, None] + math.sqrt(c1 - c0) * t) / width
        weight, free = tilted(y * log_ndtr(-x) + log_wt)
        return (weight * hazard(x)).sum(axis=1) / width, free

    def site(qhat0, d):
        h = math.sqrt(qhat0) * z[:, None] + math.sqrt(d) * t
        weight, free = tilted(y * log_cosh(h) + log_wt)
        return weight, np.tanh(h), free

    def conjugate(q0, q1):
        return alpha * kernel.slope(q0) * (w @ pattern(q0, q1)[0] ** 2)

    def equations(x, q1):
        # q0 = q1/(1 + e^-x) keeps 0 < q0 < q1
        q0, d = q1 / (1 + math.exp(-x[0])), math.exp(x[1])
        weight, m, _ = site(conjugate(q0, q1), d)
        return [w @ (weight * m).sum(axis=1) ** 2 - q0, w @ (weight * m * m).sum(axis=1) - q1]

    rows, x = [], np.array(guess)
    for distance in reversed(distances):
        q1 = 1 - 2 * distance
        found = root(equations, x, args=(q1,), tol=1e-9)
        if max(abs(found.fun)) > 1e-8:
            raise ValueError(f'no saddle point at d = {distance}: {found.message}')
        x = found.x
        q0, d = q1 / (1 + math.exp(-x[0])), math.exp(x[1])
        qhat0 = conjugate(q0, q1)
        qhat1 = qhat0 + d
        entropy = (-0.5 * qhat1 + 0.5 * (1 - y) * q1 * qhat1 + 0.5 * y * q0 * qhat0 + w @ site(qhat0, d)[2] / y
                   + alpha * (w @ pattern(q0, q1)[1]) / y)
        rows.append({'distance': distance, 'entropy': entropy, 'q0': q0})
    return rows[::-1]


def local_quad(kernel, alpha, y, distances, guess):
    """The same with nested quad."""
    def inner(exponent, functions, far):
        """log int Dt e^exponent and the averages of the functions under it"""
        whole = lambda t: exponent(t) - 0.5 * t * t
        top = max(whole(far * k / 16) for k in range(17))
        low, high = min(far, 0.0) - 9, max(far, 0.0) + 9
        take = lambda f: NORM * quad(lambda t: f(t) * math.exp(whole(t) - top), low, high)[0]
        total = take(lambda t: 1.0)
        return top + math.log(total), [take(f) / total for f in functions]

    def pattern(q0, q1, z, want):
        c0, c1 = kernel.covariance(q0), kernel.covariance(q1)
        width, so, si = math.sqrt(kernel.ONE - c1), math.sqrt(c0), math.sqrt(c1 - c0)
        far = max(0.0, -so * z / si)
        x = lambda t: -(so * z + si * t) / width
        return inner(lambda t: y * log_ndtr(-x(t)), [lambda t: hazard(x(t)) / width] if want == 'score' else [], far)

    def site(qhat0, d, z, want):
        h = lambda t: math.sqrt(qhat0) * z + math.sqrt(d) * t
        functions = [lambda t: math.tanh(h(t)), lambda t: math.tanh(h(t)) ** 2] if want == 'overlaps' else []
        return inner(lambda t: y * log_cosh_of(h(t)), functions, y * math.sqrt(d) * math.copysign(1, z))

    def conjugate(q0, q1):
        return alpha * kernel.slope(q0) * gauss(lambda z: pattern(q0, q1, z, 'score')[1][0] ** 2)

    def equations(x, q1):
        q0, d = q1 / (1 + math.exp(-x[0])), math.exp(x[1])
        qhat0 = conjugate(q0, q1)
        # even in z
        return [2 * gauss(lambda z: site(qhat0, d, z, 'overlaps')[1][0] ** 2, 0) - q0,
                2 * gauss(lambda z: site(qhat0, d, z, 'overlaps')[1][1], 0) - q1]

    rows, x = [], np.array(guess)
    for distance in reversed(distances):
        q1 = 1 - 2 * distance
        x = root(equations, x, args=(q1,), tol=1e-9).x
        q0, d = q1 / (1 + math.exp(-x[0])), math.exp(x[1])
        qhat0 = conjugate(q0, q1)
        qhat1 = qhat0 + d
        entropy = (-0.5 * qhat1 + 0.5 * (1 - y) * q1 * qhat1 + 0.5 * y * q0 * qhat0
                   + 2 * gauss(lambda z: site(qhat0, d, z, 'entropy')[0], 0) / y
                   + alpha * gauss(lambda z: pattern(q0, q1, z, 'entropy')[0]) / y)
        rows.append({'distance': distance, 'entropy': entropy, 'q0': q0})
    return rows[::-1]


def local_limit(way, kernel, alpha, distances, guess):
    """y = inf: the inner average becomes a maximum over u, found by Newton's method."""
    if way == 'quad':
        tanh, largest = math.tanh, abs
        log_two_cosh = log_cosh_of
    else:
        tanh, largest, log_two_cosh = np.tanh, lambda v: np.max(np.abs(v)), log_cosh
    z, w = grid(9.0, 0.05)
    # half a line for the weights: u(z) jumps at 0, and is steep there where dqhat passes 1
    s = np.arange(-40, 2.3, 0.04)
    zs = np.exp(s)
    ws = 2 * NORM * 0.04 * zs * np.exp(-0.5 * zs * zs)

    def peak_pattern(z, q1, dq):
        """x = -(h)/width at the maximum of -u^2/2 + log H, and u"""
        c1 = kernel.covariance(q1)
        width = math.sqrt(kernel.ONE - c1)
        a, r = -math.sqrt(c1) * z / width, math.sqrt(kernel.slope(q1) * dq) / width
        # u = r R(a - r u), from the left, where the residual is concave: Newton's method climbs
        u = 0.0 * z
        for _ in range(200):
            x = a - r * u
            f = hazard(x)
            step = (u - r * f) / (1 + r * r * f * (f - x))
            u = u - step
            if largest(step) < 1e-13:
                break
        return a - r * u, u, width

    def peak_site(z, qhat1, dqhat):
        r, s = math.sqrt(qhat1), math.sqrt(dqhat)
        u = s + 0.0 * z
        for _ in range(200):
            t = tanh(r * z + s * u)
            step = (u - s * t) / (1 - s * s * (1 - t * t))
            u = u - step
            if largest(step) < 1e-13:
                break
        return r * z + s * u, u

    if way == 'quad':
        pattern_average = lambda f: gauss(f)
        site_average = lambda f: 2 * gauss(f, 0.0, points=[1e-3, 1e-2, 1e-1])
    else:
        pattern_average = lambda f: w @ f(z)
        site_average = lambda f: ws @ f(zs)

    def conjugate(q1, dq):
        def score(z):
            x, _, width = peak_pattern(z, q1, dq)
            return (hazard(x) / width) ** 2
        return alpha * kernel.slope(q1) * pattern_average(score)

    def equations(x, q1):
        dq, dqhat = (math.exp(v) for v in x)
        qhat1 = conjugate(q1, dq)
        square = site_average(lambda z: tanh(peak_site(z, qhat1, dqhat)[0]) ** 2)
        response = site_average(lambda z: z * tanh(peak_site(z, qhat1, dqhat)[0])) / math.sqrt(qhat1)
        return [math.log(response / (1 - q1 + dq)), square - q1]

    def energy(q1, dq):
        def value(z):
            x, u, _ = peak_pattern(z, q1, dq)
            return log_ndtr(-x) - 0.5 * u * u
        return pattern_average(value)

    def weights(qhat1, dqhat):
        def value(z):
            h, u = peak_site(z, qhat1, dqhat)
            return log_two_cosh(h) - 0.5 * u * u
        return site_average(value)

    rows, x, before = [], np.array(guess), None
    for distance in reversed(distances):
        q1 = 1 - 2 * distance
        start = x if before is None else 2 * x - before   # dq grows fast: extrapolate
        found = root(equations, start, args=(q1,), tol=1e-9)
        if max(abs(found.fun)) > 1e-7:
            raise ValueError(f'no saddle point at d = {distance}: {found.message}')
        before, x = x, found.x
        dq, dqhat = (math.exp(v) for v in x)
        qhat1 = conjugate(q1, dq)
        entropy = (-0.5 * qhat1 * (1 - q1 + dq) - 0.5 * q1 * dqhat + weights(qhat1, dqhat) + alpha * energy(q1, dq))
        rows.append({'distance': distance, 'entropy': entropy, 'logdq': x[0]})
    return rows[::-1]


# ---- what is timed -----------------------------------------------------------------------------------------------------

PAIR_GUESS = [0.25, 0.1, 1.2]
WORK = {
    'capacity-1rsb/quad': lambda: capacity_1rsb('quad'),
    'capacity-1rsb/vectorised': lambda: capacity_1rsb('vectorised'),
    'capacity-2rsb/quad': lambda: capacity_2rsb('quad'),
    'capacity-2rsb/vectorised': lambda: capacity_2rsb('vectorised'),
    'franz-parisi/vectorised': lambda: franz_parisi(VectorisedPairs(Linear, 0.5), FAR, PAIR_GUESS),
    'franz-parisi/quad, one point': lambda: franz_parisi(QuadPairs(Linear, 0.5), [0.2], [0.2, 0.07, 1.5]),
    'local-entropy-10/vectorised': lambda: local_vectorised(Relu, 0.5, 10, NEAR, [2.0, -2.0]),
    'local-entropy-10/quad, one point': lambda: local_quad(Relu, 0.5, 10, [0.198], [1.4, -2.2]),
    'local-entropy-inf/quad': lambda: local_limit('quad', Relu, 0.5, NEAR, [-1.7, -1.0]),
    'local-entropy-inf/vectorised': lambda: local_limit('vectorised', Relu, 0.5, NEAR, [-1.7, -1.0]),
}


def measure(work, repeat):
    seconds = []
    for _ in range(repeat):
        start = time.perf_counter()
        result = work()
        seconds.append(time.perf_counter() - start)
    return result, {'ms': 1e3 * statistics.median(seconds), 'min': 1e3 * min(seconds), 'max': 1e3 * max(seconds)}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--repeat', type=int, default=3)
    parser.add_argument('--only', help=f'names that begin with this: {", ".join(WORK)}')
    arguments = parser.parse_args()
    out = {'python': platform.python_version(), 'scipy': scipy.__version__, 'numpy': np.__version__, 'times': {}, 'values': {}}
    for name, work in WORK.items():
        if not arguments.only or name.startswith(arguments.only):
            out['values'][name], out['times'][name] = measure(work, arguments.repeat)
    json.dump(out, sys.stdout)


if __name__ == '__main__':
    main()
