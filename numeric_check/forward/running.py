"""Somebody's own forward pass, called at points."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from numeric_check.forward.comparison import Answer
from numeric_check.forward.points import Point
from symbolic_mesa.user_code import calls
from symbolic_mesa.user_code.calls import Call, Contract

LIMIT = 60.0  # seconds, of which importing a large library may take ten

FORWARD_PASS = Contract(
    signature="(x, weights)",
    returned="an array of shape (T, d), its row t - 1 the prediction at t",
    complex=True,
    calls="points",
    faster="make it faster",
    limit=LIMIT,
)


def answers(
    file: Path, function: str, points: Sequence[Point], limit: float = LIMIT
) -> list[Answer]:
    """Return what a function of a Python file answers at points: its code is run.

    Args:
        file: the file.
        function: the name of ``function(x, weights)`` in it: x of shape (T, d), the weights a dict
            of d×d arrays; it returns an array of shape (T, d).
        points: x and weights.
        limit: how many seconds it may take, for all of them.

    Raises:
        InvalidInput: when there is no such function, or it raises, returns anything else, or takes
            longer.
    """
    every = [_call(point) for point in points]
    return calls.answers(file, function, replace(FORWARD_PASS, limit=limit), every)


def _call(point: Point) -> Call:
    dim, length = point.size
    given = point.tokens, point.weights
    return Call(given, point.tokens.shape, f"d = {dim}, T = {length}")
