"""Writes powers-oracle.json: the kernels of |u|^p and sign(u)|u|^p, 0 < p < 3, in 17 digits.

python3 powers-oracle.py   (needs mpmath)

E|u|^p |v|^p = 2^p Gamma((p+1)/2)^2/pi 2F1(-p/2, -p/2; 1/2; q^2), and with signs 2^(p+1) Gamma(p/2+1)^2/pi q
2F1((1-p)/2, (1-p)/2; 3/2; q^2). Rows: gap 1 - q, C(1) - C, C', C''.
"""

import json

from mpmath import gamma, hyp2f1, mp, mpf, pi

mp.dps = 80


def functions(p, odd):
    a, c = ((1 - p) / 2, mpf(3) / 2) if odd else (-p / 2, mpf(1) / 2)
    size = 2**p * (2 * gamma(p / 2 + 1) ** 2 if odd else gamma((p + 1) / 2) ** 2) / pi
    f = lambda z: hyp2f1(a, a, c, z)
    f1 = lambda z: a * a / c * hyp2f1(a + 1, a + 1, c + 1, z)
    f2 = lambda z: (a * (a + 1)) ** 2 / (c * (c + 1)) * hyp2f1(a + 2, a + 2, c + 2, z)
    if odd:
        return (
            lambda q: size * q * f(q * q),
            lambda q: size * (f(q * q) + 2 * q * q * f1(q * q)),
            lambda q: size * (6 * q * f1(q * q) + 4 * q**3 * f2(q * q)),
        )
    return (
        lambda q: size * (f(q * q) - 1),
        lambda q: size * 2 * q * f1(q * q),
        lambda q: size * (2 * f1(q * q) + 4 * q * q * f2(q * q)),
    )


table = []
below = [("1/2", 0), ("1/4", 0), ("2/3", 0), ("0.1", 0), ("0.9", 0), ("1/3", 1), ("1/2", 1)]
above = [("1.5", 0), ("1.9", 1), ("1.1", 0), ("2.5", 1), ("4/3", 1), ("1.5", 1), ("1.9", 0), ("2.9", 0), ("2.1", 1)]
for text, odd in below + above:
    numerator, _, denominator = text.partition("/")
    c0, c1, c2 = functions(mpf(numerator) / mpf(denominator or 1), odd)
    for gap in ["1", "0.7", "0.1", "1e-3", "1e-6", "1e-8", "1e-10", "1e-16", "1e-30"]:
        q = 1 - mpf(gap)
        row = [c0(mpf(1)) - c0(q), c1(q), c2(q)]
        table.append({"power": text, "odd": bool(odd), "gap": float(gap), "values": [float(x) for x in row]})

with open("powers-oracle.json", "w") as file:
    file.write("[\n" + ",\n".join("  " + json.dumps(row) for row in table) + "\n]\n")
