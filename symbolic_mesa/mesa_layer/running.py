"""Somebody's own layer, called with sequences."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from symbolic_mesa.mesa_layer.inputs import Array
from symbolic_mesa.mesa_layer.judging import Case
from symbolic_mesa.user_code import calls
from symbolic_mesa.user_code.calls import Call, Contract

LIMIT = 300.0  # seconds, for all cases

LAYER = Contract(
    signature="(K, V, Q, gamma, lam)",
    returned="an array of shape (T, d_v)",
    complex=False,
    calls="sequences",
    faster="make it faster, or give a shorter --length",
    limit=LIMIT,
)


def answers(file: Path, function: str, cases: Sequence[Case], limit: float = LIMIT) -> list[Array]:
    """Return what a function of a Python file answers: its code is run.

    Args:
        file: the file.
        function: the name of ``function(K, V, Q, gamma, lam)`` in it: arrays of doubles of shapes
            (T, d_k), (T, d_v), (T, d_k), (T,) and a float; it returns an array of shape (T, d_v).
        cases: what it is called with.
        limit: how many seconds it may take, for all of them.

    Raises:
        InvalidInput: when there is no such function, or it raises, returns anything else, or takes
            longer.
    """
    every = [_call(case) for case in cases]
    return calls.answers(file, function, replace(LAYER, limit=limit), every)


def _call(case: Case) -> Call:
    given = case.keys, case.values, case.queries, case.gamma, float(case.lam)
    return Call(given, case.values.shape, f"T = {case.length}")
