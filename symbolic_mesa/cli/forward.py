"""A stated model beside its user's own forward pass, which is run because they ask for it."""

from pathlib import Path
from typing import TYPE_CHECKING

from symbolic_mesa.text.errors import InvalidInput
from symbolic_mesa.text.quoting import printable, quoted

if TYPE_CHECKING:
    from numeric_check.forward.comparison import Difference
    from symbolic_mesa.models.problem import Problem

POINTS, SEED = 100, 0


def parted(forward: str) -> tuple[Path, str]:
    """Return the file and the function that are named.

    Raises:
        InvalidInput: when not both are.
    """
    file, _, function = forward.rpartition(":")
    if not file or not function.isidentifier():
        raise InvalidInput(f"--forward {quoted(forward)}: write FILE.py:FUNCTION")
    return Path(file), function


def held_against(problem: "Problem", model: Path, forward: str) -> tuple[bool, str]:
    """Run a forward pass at random points; return whether it is the statement's, and a line.

    Args:
        problem: the stated model.
        model: its file.
        forward: ``FILE.py:FUNCTION``; a matrix that is not trained may be written into it, as
            that weight is the same at every point.

    Raises:
        InvalidInput: when there is no such function, or it does not answer.
    """
    file, function = parted(forward)
    if problem.regression is not None:
        raise InvalidInput(
            "--forward: a model in words has none; leave it out, or write the model with indices"
        )
    from numeric_check.forward import comparison, running  # they load NumPy
    from numeric_check.forward.points import DIMS, arrays, lengths, points
    from symbolic_mesa.models.fixed import matrices_of

    held = arrays(matrices_of(problem))
    sizes = tuple(len(one) for one in held.values())[:1] or DIMS
    chosen = list(points(problem.model, problem.shortest_length, POINTS, SEED, sizes, held))
    answers = running.answers(file, function, chosen)
    found = comparison.first_difference(problem.model, chosen, answers)
    if found is not None:
        return False, f"{printable(forward)}: {_words(found)} in {printable(model)}"
    every = lengths(problem.model, problem.shortest_length)
    dims = ", ".join(map(str, sizes))
    return True, (
        f"{printable(forward)} is the prediction of {printable(model)} at {POINTS} random points, "
        f"d = {dims}, T = {every[0]}..{every[-1]}"
    )


def _words(found: "Difference") -> str:
    return (
        f"at d = {found.dim}, T = {found.length}, t = {found.time}, coordinate {found.coordinate} "
        f"it gives {_number(found.given)}, and the prediction {_number(found.stated)}"
    )


def _number(value: complex) -> str:
    return f"{value.real:.9g}{value.imag:+.9g}i"
