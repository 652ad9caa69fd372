"""Gaussian integrals by Gauss-Legendre panels."""

import math

import numpy as np

# orders of the panels, with the reach of the Gaussians: the rules differ in both
REACH = {9: 8.5, 13: 9.0, 15: 9.7, 18: 10.5}
SCOUT, *ORDERS = sorted(REACH)


_legendre = {}


def legendre(order):
    if order not in _legendre:
        _legendre[order] = np.polynomial.legendre.leggauss(order)
    return _legendre[order]


def graded(width, reach):
    """Distances from a layer: equal steps within it, growing geometrically outside."""
    if not width > 1e-300:
        raise ArithmeticError(f'a layer of width {width}')
    steps = [1.25 * width * k for k in range(1, 4)]
    while steps[-1] < reach:
        steps.append(1.7 * steps[-1])
    return np.array(steps)


def panels(edges, order):
    """Nodes and weights on the panels between the sorted edges, one row of edges for each row of the answer."""
    x, w = legendre(order)
    half, middle = np.diff(edges, axis=-1) / 2, (edges[..., 1:] + edges[..., :-1]) / 2
    nodes = middle[..., None] + half[..., None] * x
    weights = half[..., None] * w
    return nodes.reshape(*edges.shape[:-1], -1), weights.reshape(*edges.shape[:-1], -1)


def gaussian(layers, order, half=False):
    """Nodes and weights of int Dz (half: over z > 0), with panels graded towards layers [(centre, width), ...]."""
    low, high = 0.0 if half else -REACH[order], REACH[order]
    edges = [low, high, *np.arange(low, high, 1.8)]
    for centre, width in layers:
        if math.isfinite(centre) and math.isfinite(width):
            away = graded(width, abs(centre) + 2 * high)
            edges += [centre, *(centre + away), *(centre - away)]
    z, w = panels(np.unique(np.clip(edges, low, high)), order)
    return z, w * np.exp(-z * z / 2) / math.sqrt(2 * math.pi)


def following(kinks, peaks, order):
    """Nodes and logarithms of weights of int Dz, a row for each row of the kinks and peaks of the integrand.

    Both are lists of (centres, widths): panels are graded towards kinks, and cover the Gaussian and every peak.
    """
    reach, away = REACH[order], graded(1.0, 400.0)
    away = np.concatenate([-away[::-1], [0], away])
    edges = [c[:, None] + w[:, None] * away for c, w in kinks]
    peaks = [(np.zeros_like(peaks[0][0]), np.ones_like(peaks[0][0])), *peaks]
    edges += [c[:, None] + w[:, None] * np.linspace(-reach, reach, 11) for c, w in peaks]
    low = np.min([c - reach * w for c, w in peaks], axis=0)[:, None]
    high = np.max([c + reach * w for c, w in peaks], axis=0)[:, None]
    edges = np.clip(np.concatenate([*edges, low, high], axis=1), low, high)
    edges = np.sort(edges, axis=1)
    # what was clipped leaves panels of no width in every row
    keep = np.append(True, np.any(np.diff(edges, axis=1) > 0, axis=0))
    z, w = panels(edges[:, keep], order)
    with np.errstate(divide='ignore'):
        return z, np.log(w) - z * z / 2 - 0.5 * math.log(2 * math.pi)
