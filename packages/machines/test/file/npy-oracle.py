"""Small .npy files as numpy writes them, as base64 in npy-oracle.json: `python3 npy-oracle.py`."""

import base64
import io
import json
import pathlib

import numpy as np


def written(array, version=None):
    file = io.BytesIO()
    np.lib.format.write_array(file, array, version=version)
    return base64.b64encode(file.getvalue()).decode()


numbers = np.array([[1, -2, 3], [4, 5, -6]])
files = {
    "<f8": numbers * 0.1,
    "<f4": (numbers * 0.5).astype("<f4"),
    "|i1": numbers.astype("i1"),
    "<i2": (numbers * 300).astype("<i2"),
    "<i4": (numbers * 70000).astype("<i4"),
    "<i8": (numbers * 2**40).astype("<i8"),
    "|u1": np.array([[1, 2, 3], [4, 250, 6]], dtype="u1"),
    "|b1": numbers > 0,
    "fortran": np.asfortranarray(numbers * 0.5),
    "fortran signs": np.asfortranarray(np.sign(numbers).astype("i1")),
    "one dimension": np.array([1, -1], dtype="<i8"),
    "no rows": np.zeros((0, 3)),
    "big endian": numbers.astype(">f8"),
    "no dimension": np.array(3.0),
    "three dimensions": np.zeros((1, 1, 2)),
    "complex": np.array([[1 + 2j]]),
    "structure": np.zeros(1, dtype=[("a", "<f8")]),
    "beyond doubles": np.array([2**60]),
}
oracle = {name: {"file": written(array)} for name, array in files.items()}
for name in list(files)[:12]:
    array = files[name]
    oracle[name] |= {"shape": array.shape, "values": [float(x) for x in array.ravel(order="C")]}
two = np.array([[0.5, 2.0]])
oracle["version 2"] = {"file": written(two, (2, 0)), "shape": two.shape, "values": two.ravel().tolist()}
oracle["version 3"] = {"file": written(two, (3, 0))}
pathlib.Path(__file__).with_name("npy-oracle.json").write_text(json.dumps(oracle, indent=2) + "\n")
