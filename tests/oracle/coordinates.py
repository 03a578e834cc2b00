"""Coordinates that are not alike: the velocities of diagonal blocks."""

from collections.abc import Iterator, Mapping
from fractions import Fraction

import numpy as np

from tests.oracle.cases import Case
from tests.oracle.numbers import Claim, differs, evaluated
from tests.oracle.reading import Judge, verdict


def _flow(case: Case, claim: Claim) -> Iterator[str]:
    scales = {
        name: [Fraction(2 * k + first, 3 + k) for k in range(case.dim)]
        for name, first in (("a", 5), ("b", -2))
    }
    blocks = {"KQ32": scales["a"], "PV12": scales["b"]}
    weights = {}
    for name, entries in blocks.items():
        weights[name] = np.full((case.dim, case.dim), Fraction(0), dtype=object)
        np.fill_diagonal(weights[name], entries)
    gradient = case.model.gradient(weights)
    values = {f"{name}_{k + 1}": x for name, row in scales.items() for k, x in enumerate(row)}
    wanted = {
        f"{scale}_{k + 1}'": -Fraction(gradient[block][k, k])
        for scale, block in (("a", "KQ32"), ("b", "PV12"))
        for k in range(case.dim)
    }
    if set(wanted) != set(claim.sides):
        yield f"it has {sorted(claim.sides)}, there are {sorted(wanted)}"
        return
    for name, side in claim.sides.items():
        yield from differs(evaluated(side, {**case.numbers, **values}), wanted[name], 0.0, name)


JUDGES: Mapping[str, Judge] = {
    "coordinate-flow": _flow,
    "coordinates-agree": verdict(lambda case: case.alike),
}
