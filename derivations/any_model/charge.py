"""Which products of blocks can meet the target: their charges under a common phase.

Multiply W by e^{iφ}: x_t turns with e^{i(t−1)φ}, while the law of the phases stays. Two terms of
which one turns and the other does not have mean product 0.
"""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache, partial

from derivations.any_model.ansatz import Ansatz
from derivations.any_model.sources import SOURCE
from derivations.stated import Charges as Turning
from symbolic_mesa.engine.loss import output_overlap
from symbolic_mesa.models.problem import Problem
from symbolic_mesa.record import Check, Claim, Step, attempted
from symbolic_mesa.statement.contractions import Contraction, Model, TimeIndex
from symbolic_mesa.statement.manifolds import Block, Manifold

Charges = Mapping[tuple[str, ...], int | str]
SEVERAL = "several"


def charge(model: Ansatz) -> Step:
    """How the terms of the prediction turn against the target."""
    step = Step(
        "charge",
        Claim(
            "how each product of blocks turns against the target when W is multiplied by a phase; "
            "at times at which it turns it is not correlated with it",
            "charge",
            r"\text{charge}",
        ),
        why="W -> e^{i phi} W multiplies x_t by e^{i (t-1) phi} and leaves the law of the phases "
        "alone; a product of tokens turns with the sum of its exponents, conjugates counted "
        "negative",
        source=SOURCE,
        observable=Turning(),
    )
    return attempted(step, lambda: charges(model.problem), partial(_uncorrelated, model.problem))


@cache  # pure: a property of the model
def charges(problem: Problem) -> Charges:
    """Return by its blocks how each term of the prediction turns against the target.

    Of a target that is a sum, against the first of its terms that it turns with, if there is one.
    """
    target = tuple(map(turning, problem.model.target))
    found: dict[tuple[str, ...], int | str] = {}
    for term in problem.model.prediction:
        left = _against(turning(term), target)
        blocks = tuple(weight.block for weight in term.weights)
        value = _written(left) if left.coefficients else left.constant
        found[blocks] = value if found.get(blocks, value) == value else SEVERAL
    return found


def _against(turns: TimeIndex, target: tuple[TimeIndex, ...]) -> TimeIndex:
    """Return 0 where a term of the target turns alike, else how it turns against the first."""
    left = [turns - other for other in target]
    return next((one for one in left if one == TimeIndex(())), left[0])


def turning(term: Contraction) -> TimeIndex:
    """Return with which multiple of φ a term turns."""
    total = TimeIndex(())
    for token in term.tokens:
        exponent = token.time - 1
        total = total - exponent if token.conjugate else total + exponent
    return total


def _written(form: TimeIndex) -> str:
    """Return a charge that depends on times.

    >>> _written(TimeIndex((("s", 1), ("t", -2)), 1))
    's - 2 t + 1'
    >>> _written(TimeIndex((("r", -1), ("s", 1)), 0))
    '-r + s'
    """
    terms = [(value, name) for name, value in form.coefficients]
    terms += [(form.constant, "")] if form.constant else []
    written = [f"{'-' if k < 0 else '+'} {_times(abs(k), name)}" for k, name in terms]
    return " ".join(written).removeprefix("+ ").replace("- ", "-", 1 if terms[0][0] < 0 else 0)


def _times(number: int, name: str) -> str:
    return f"{number} {name}".strip() if number != 1 or not name else name


def _turns(term: Contraction, claim: Claim, model: Model) -> bool:
    """Whether a term is said to turn; of terms that turn in several ways, one does by itself."""
    said = claim.parts.get(tuple(weight.block for weight in term.weights))
    if said != SEVERAL:
        return said not in (0, None)
    return bool(_against(turning(term), tuple(map(turning, model.target))).constant)


def _uncorrelated(problem: Problem, claim: Claim) -> Check:
    """The mean product with the target, for all weights: nothing is left of a term that turns."""
    model = problem.model
    full = Manifold(tuple((block, Block("a", "b")) for block in model.blocks))
    turned = [
        term
        for term in model.prediction
        if _turns(term, claim, model)
        and not any((turning(term) - turning(other)).coefficients for other in model.target)
    ]
    if not turned:
        return Check("symbolic-zero", "not-run", "no product of blocks has a charge that is not 0")
    left = [replace(term, coefficient=abs(term.coefficient)) for term in turned]
    overlaps = [output_overlap(model, full, [term], [*model.target], "j") for term in left]
    holds = not any(overlap.entries for overlap in overlaps)
    detail = "the mean product of each term that turns and the target, for all weights,"
    words = "is empty" if holds else "is not 0 for one of them"
    return Check.decided("symbolic-zero", holds, f"{detail} {words}")
