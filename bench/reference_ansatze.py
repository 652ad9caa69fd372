#!/usr/bin/env python3
"""Makes bench/reference-ansatze.json: values beyond replica symmetry, by another route than Gardner's.

    python3 bench/reference_ansatze.py [--only KIND]        (needs numpy and scipy)

No saddle-point equation is written down (but in 1rsb-onset). Each ansatz is one function, its free entropy, or the ratio
whose minimum is a capacity; its gradient is taken by the complex step, F'(x) = Im F(x + ih)/h with h = 1e-30, exact to
rounding, and made to vanish by Newton's method or, for local entropies and RS, variable by variable along a branch of
which the load is an explicit function. A wrong saddle-point equation elsewhere therefore shows. Integrals are
Gauss-Legendre panels graded towards every layer; in a double integral the panels of the inner one follow the outer
variable. Every row is solved with three rules, of different order and reach: `differences` says by how much the lower two
differ from the highest in each value, which includes the scatter of rounding, and `digits` to how many digits, relative
to 1 or the value, whichever is larger, all values agree.
"""

import argparse
import json
import sys
from multiprocessing import Pool
from pathlib import Path

from beyond.capacities import capacity_1rsb, capacity_2rsb
from beyond.local import LOCAL, local_entropy
from beyond.pairs import PAIRS, franz_parisi
from beyond.stabilities import TYPICAL, stabilities
from beyond.steps import onset_1rsb, saddle_1rsb

OUT = Path(__file__).resolve().parent / 'reference-ansatze.json'

KINDS = {
    'capacity-1rsb': (capacity_1rsb, [('relu', 0.0), ('relu', 0.5), ('relu', -0.5), ('erf', 0.0),
                                      ('linear', -0.5), ('linear', -1.0)]),
    'local-entropy': (local_entropy, LOCAL),
    'franz-parisi': (franz_parisi, PAIRS),
    'capacity-2rsb': (capacity_2rsb, [('relu', 0.0), ('linear', -1.0)]),
    '1rsb': (saddle_1rsb, [('relu', 2.5, 0.0), ('relu', 2.3, 0.0), ('relu', 2.0, 0.0), ('relu', 1.8, 0.0), ('sign', 4.0, 0.0),
                            ('sign', 3.5, 0.0), ('sign', 3.1, 0.0), ('linear', 4.0, -0.5), ('linear', 10.0, -1.0)]),
    '1rsb-onset': (onset_1rsb, ['relu', 'sign']),
    'stabilities': (stabilities, TYPICAL),
}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--only', choices=KINDS, action='append', help='make these kinds and keep the other rows')
    only = parser.parse_args().only or list(KINDS)
    rows = {kind: [] for kind in KINDS}
    if OUT.exists():
        for old in json.loads(OUT.read_text())['rows']:
            rows.setdefault(old['kind'], []).append(old)
    with Pool(2) as pool:
        for kind in only:
            work, cases = KINDS[kind]
            rows[kind] = []
            for made in pool.imap(work, cases):
                rows[kind] += made
                print(json.dumps(made), file=sys.stderr, flush=True)
            table = {'madeBy': 'bench/reference_ansatze.py', 'rows': [r for kind in rows for r in rows[kind]]}
            OUT.write_text(json.dumps(table, indent=2) + '\n')


if __name__ == '__main__':
    main()
