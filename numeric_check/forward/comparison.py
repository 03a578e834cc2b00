"""A stated prediction beside the answers of somebody's own forward pass."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from numeric_check.forward.points import Point
from numeric_check.interpreter.doubles import run
from numeric_check.interpreter.reading import steps
from symbolic_mesa.statement.contractions import Model

Answer = NDArray[np.complexfloating[Any, Any]]  # (T, d): its row t − 1 is the prediction at t


@dataclass(frozen=True)
class Difference:
    """Where an answer is another than the statement's.

    Attributes:
        dim: d.
        length: T.
        time: t.
        coordinate: from 1.
        given: the answer there.
        stated: the statement's.
    """

    dim: int
    length: int
    time: int
    coordinate: int
    given: complex
    stated: complex


def first_difference(
    model: Model, points: Iterable[Point], answers: Iterable[Answer]
) -> Difference | None:
    """Return the first place at which an answer is another; None where all agree.

    Two numbers agree when half the digits of the answer's type do: a wrong index changes the first.

    Args:
        model: the statement.
        points: where it was asked, the smallest first.
        answers: what was answered; rows of no step are not looked at.
    """
    pairs = zip(points, answers, strict=True)
    found = (_difference(model, point, answer) for point, answer in pairs)
    return next((one for one in found if one is not None), None)


def _difference(model: Model, point: Point, answer: Answer) -> Difference | None:
    dim, length = point.size
    tokens = {time: point.tokens[time - 1 : time] for time in range(1, length + 1)}
    stated = {
        step[model.steps.name]: run(model.prediction, model, step, point.weights, tokens)[0]
        for step in steps(model, length)
    }
    largest = max(float(np.max(np.abs(row))) for row in stated.values())
    tolerance = sqrt(np.finfo(answer.dtype).eps) * (largest or 1.0)
    for time, row in stated.items():
        for k in range(dim):
            given, wanted = complex(answer[time - 1, k]), complex(row[k])
            if not abs(given - wanted) <= tolerance:  # and so where it is no number
                return Difference(dim, length, time, k + 1, given, wanted)
    return None
