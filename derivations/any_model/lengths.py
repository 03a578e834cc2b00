"""From which length on a stated model is what its formulas say.

Where the first times of a sequence end a sum early, a sum over time is another function of T; and
where no token is before any of them, nothing is predicted. Both end at some T.
"""

from dataclasses import replace
from fractions import Fraction

from derivations.any_model.parts import curvature_of, gradient_of, loss_of, parts_of
from symbolic_mesa.engine.expectation import MomentSum
from symbolic_mesa.formulas.harmonics import harmonic_number
from symbolic_mesa.models.problem import Problem
from symbolic_mesa.text.errors import InvalidInput

MOST = 40  # lengths that are tried: a time is at most some twenty before another


def settled(problem: Problem) -> Problem:
    """Return a model with the smallest T from which on its sums over time are one formula each.

    Raises:
        InvalidInput: when it predicts nothing at any T.
        NotClosed: when a sum over time has no closed form.
    """
    loss, parts = loss_of(problem), parts_of(problem)
    sums = [loss, *(of(problem, part) for of in (gradient_of, curvature_of) for part in parts)]
    sums.append(loss.last_step)  # of which a test error is made
    first = max(problem.shortest_length, *(one.valid_from for one in sums))
    least = next((t for t in range(first, first + MOST) if _predicts(loss, t)), None)
    if least is None:
        raise InvalidInput(f"{problem.id}: it predicts 0 at every T; mend its prediction")
    if least == problem.shortest_length:
        return problem
    lengths = f"{problem.lengths}, with one formula for every T from {least} on"
    return replace(problem, shortest_length=least, lengths=lengths)


def _predicts(loss: MomentSum, length: int) -> bool:
    """Whether the loss depends on the scales at a length."""
    return any(
        scales and total.at(length, lambda m: Fraction(harmonic_number(length - 2, m)), Fraction)
        for (scales, _), total in loss.entries
    )
