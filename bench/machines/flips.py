"""Metropolis on a machine of +-1 weights as one would write it with numpy: the fields of all units are kept as whole numbers, a
proposal is a few operations on vectors of P numbers. Reads a folder with machine.json, patterns.bin (int8, N x P), weights.bin (int8),
labels.bin (int8), moves.bin (int32 weights), uniforms.bin (float64); prints JSON: seconds, accepted, energy."""

import json
import sys
import time

import numpy as np

folder = sys.argv[1]
with open(f"{folder}/machine.json") as file:
    machine = json.load(file)
n, k, p, beta, g = (machine[name] for name in ("inputs", "units", "patterns", "beta", "activation"))
fan = n // k
read = lambda name, kind: np.fromfile(f"{folder}/{name}.bin", dtype=kind)
patterns = read("patterns", np.int8).reshape(n, p).astype(np.int16)
weights = read("weights", np.int8).astype(np.int16)
labels = read("labels", np.int8).astype(np.int32)
readout = np.asarray(machine["readout"], dtype=np.int32)
moves = read("moves", np.int32)
uniforms = read("uniforms", np.float64)

activate = {"sign": lambda h: np.where(h > 0, 1, -1), "relu": lambda h: np.maximum(h, 0)}[g]
fields = np.stack([weights[l * fan : (l + 1) * fan] @ patterns[l * fan : (l + 1) * fan] for l in range(k)]).astype(np.int32)
sums = labels * (readout @ activate(fields))
energy = int(np.count_nonzero(sums <= 0))
accepted = 0
start = time.perf_counter()
for i, u in zip(moves.tolist(), uniforms.tolist()):
    unit = i // fan
    before = fields[unit]
    after = before - 2 * int(weights[i]) * patterns[i]
    moved = sums + labels * readout[unit] * (activate(after) - activate(before))
    change = int(np.count_nonzero(moved <= 0)) - energy
    if change <= 0 or u < np.exp(-beta * change):
        fields[unit] = after
        sums = moved
        weights[i] = -weights[i]
        energy += change
        accepted += 1
print(json.dumps({"seconds": time.perf_counter() - start, "accepted": accepted, "energy": energy, "numpy": np.__version__}))
