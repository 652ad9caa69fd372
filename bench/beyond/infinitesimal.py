"""Functions of numbers with an infinitesimal imaginary part: f(x + ih) = f(x) + ih f'(x)."""

import math

import numpy as np
from scipy.optimize import brentq
from scipy.special import erfcx, log_ndtr

STEP = 1e-30


def log_tail(x):
    """log H(x)."""
    x = np.asarray(x)
    value = log_ndtr(-x.real)
    return value - 1j * hazard(x.real) * x.imag if np.iscomplexobj(x) else value


def hazard(x):
    """phi/H of a real x."""
    with np.errstate(over='ignore'):
        return math.sqrt(2 / math.pi) / erfcx(x / math.sqrt(2))


def log_sum(terms, axis=0):
    """log of a sum of exponentials along an axis."""
    top = np.max(np.real(terms), axis=axis, keepdims=True)
    return np.squeeze(top, axis) + np.log(np.sum(np.exp(terms - top), axis=axis))


def log_cosh(x):
    """log 2cosh(x)."""
    x = x * np.where(x.real < 0, -1, 1)
    return x + np.log1p(np.exp(-2 * x))


def rate(function, x):
    """Value and derivative."""
    value = function(x + 1j * STEP)
    return value.real, value.imag / STEP


def root(function, low, high):
    return brentq(function, low, high, xtol=1e-15, rtol=1e-15)
