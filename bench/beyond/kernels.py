"""Kernels: C(1) - C(q) and C'(q) as functions of the gap 1 - q."""

import math

import numpy as np


class Kernel:
    def covariance(self, gap):
        return self.one - self.deficit(gap)


class Linear(Kernel):
    one, end = 1.0, 1.0
    def deficit(self, gap): return gap
    def slope(self, gap): return 1 + 0 * gap


class Sign(Kernel):
    one, end = 1.0, math.inf
    def deficit(self, gap): return 4 / math.pi * np.arcsin(np.sqrt(gap / 2))
    def slope(self, gap): return 2 / math.pi / np.sqrt(gap * (2 - gap))


class Relu(Kernel):
    one, end = (math.pi - 1) / (2 * math.pi), 0.5

    def deficit(self, gap):
        t = 2 * np.arcsin(np.sqrt(gap / 2))
        return (math.pi * gap - np.sin(t) + t * (1 - gap)) / (2 * math.pi)

    def slope(self, gap):
        return 0.5 - np.arcsin(np.sqrt(gap / 2)) / math.pi


class Erf(Kernel):
    one, end = 2 / math.pi * math.asin(2 / 3), 4 / math.pi / math.sqrt(5)
    def deficit(self, gap): return self.one - 2 / math.pi * np.arcsin(2 * (1 - gap) / 3)
    def slope(self, gap): return 4 / (3 * math.pi) / np.sqrt(1 - 4 * (1 - gap) ** 2 / 9)


KERNELS = {'linear': Linear(), 'sign': Sign(), 'relu': Relu(), 'erf': Erf()}
