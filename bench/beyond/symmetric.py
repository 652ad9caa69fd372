"""Replica symmetry, for what is built on it."""

import math

import numpy as np

from .infinitesimal import rate, root
from .pattern import pattern_rs
from .site import site_rs


def solve_rs(kernel, weights, alpha, kappa, order):
    """q, qhat and the entropy of the first RS saddle at this load, along a branch given by log qhat or the logit of q."""
    def spherical(p):
        def entropy(p):
            q = 1 / (1 + np.exp(-p))
            return 0.5 * np.log(1 - q) + 0.5 * q / (1 - q)
        (s, ds), (g, dg) = rate(entropy, p), rate(lambda p: pattern_rs(kernel, 1 / (1 + np.exp(p)), kappa, order), p)
        return -ds / dg, 1 / (1 + math.exp(-p)), math.nan, s - ds / dg * g

    def binary(p):
        qhat = math.exp(p)
        site, slope = rate(lambda t: site_rs(t, order), p)
        gap = 2 * slope / qhat
        g, dg = rate(lambda t: pattern_rs(kernel, gap * np.exp(t), kappa, order), 0.0)
        load = 0.5 * qhat * gap / dg
        return load, 1 - gap, qhat, -0.5 * qhat * gap + site + load * g

    point = spherical if weights == 'spherical' else binary
    grid = np.arange(-9, 9, 0.25)
    first = next(k for k, p in enumerate(grid) if point(float(p))[0] > alpha)
    return point(root(lambda p: point(p)[0] - alpha, grid[first - 1], grid[first]))[1:]
