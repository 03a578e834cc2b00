"""The largest step size of gradient descent for which the end of training is stable.

Near a minimum one step θ ← θ − η∇L multiplies an eigenvector of the Hessian by 1 − ηλ: it shrinks,
or stays where λ = 0, for every eigenvalue exactly when η < 2/λ_max.
"""

from collections.abc import Hashable, Iterator, Mapping
from functools import partial
from typing import TypeVar

import mpmath

from derivations.coordinates import NOT_ALIKE
from derivations.dynamics.checks import remainder
from derivations.dynamics.steps import passed
from derivations.stability import observables
from derivations.stability.keys import Eigenvalue, Entries, Sector, Which
from derivations.stability.problem import Stability
from derivations.stability.spectrum import (
    comparable,
    eigenvalues,
    form,
    gap_of_two,
    named,
    named_matrix,
    numeric_matrix,
    pencil,
)
from derivations.stability.steps import SOURCE
from derivations.stability.symmetric_hessian import symmetric_hessian
from derivations.symmetric.problem import symmetric
from symbolic_mesa.formulas.closed_forms import Closed
from symbolic_mesa.formulas.decimals import Decimals, decimals
from symbolic_mesa.models.causal_linear_attention import SYMMETRIC
from symbolic_mesa.record import Assumption, Check, Claim, Step, attempted
from symbolic_mesa.text.errors import NotApplicable

DIGITS, WORKING = 30, 60
ROUNDED = mpmath.mpf(10) ** -27  # what rounding leaves of an eigenvalue
MASKED, UNMASKED = Entries.MASKED, Entries.UNMASKED
DESCENT = Assumption("gradient descent: each real weight by its own gradient of L")
STEP = "eta"
Key = TypeVar("Key")  # of a number that is stated


def step_limit(problem: Stability) -> Step:
    """2/λ_max at the fixed point; where emergence fails, masked and unmasked."""
    step = Step(
        "step-size-limit",
        Claim(_statement(problem), "eta", r"\eta"),
        why="a step multiplies an eigenvector of the Hessian with the eigenvalue lambda by "
        "1 - eta lambda: it does not grow for every eigenvalue as long as eta <= 2/lambda_max, "
        "lambda_max the largest",
        premises=("hessian-spectrum",),
        assumptions=(DESCENT, problem.off_the_line),
        source=SOURCE,
        observable=_observable(problem),
    )

    def value() -> Decimals | dict[Eigenvalue, Closed]:
        problem.require_end()
        if problem.has_signs:
            return _largest(problem) if problem.has_numbers else dict(_limits(problem))
        return _both(problem)

    return attempted(step, value, partial(_check, problem))


def _observable(problem: Stability) -> Hashable:
    if problem.has_numbers:
        return observables.StepLimitNumbers(surface=False)
    if problem.has_signs:
        return observables.StepLimit(problem.setting.init)
    ends = symmetric(problem.setting)
    return observables.StepLimitNumbers(ends.has_numbers and not ends.isolated)


def _statement(problem: Stability) -> str:
    what = "largest step size for which the end of training is stable in all six blocks"
    if not problem.has_signs:
        return (
            f"{what}: with the off-diagonal entries of every block masked, and without, where "
            "training on the symmetric manifold ends; 0 where that is a saddle of L, which every "
            "step size leads away from"
        )
    if problem.has_numbers:
        return what
    return (
        f"{what}: the smallest of those of its sectors; for a sector of three blocks the smallest "
        "positive zero of the polynomial"
    )


def _limits(problem: Stability) -> Iterator[tuple[Eigenvalue, Closed]]:
    """Yield 2/λ for the largest eigenvalue of every sector, or the polynomial that it solves."""
    field = problem.field
    for group, shape in problem.sectors():
        matrix, sector = problem.matrix(group, shape), Sector(group, shape.direction)
        definitions = named(problem, matrix)
        for which, value in eigenvalues(problem, group, shape, matrix).items():
            if which is Which.POLYNOMIAL:
                polynomial = pencil(
                    named_matrix(problem, 3), 2 * field.field.one, field.symbol(STEP)
                )
                yield Eigenvalue(sector, Which.EQUATION), problem.closed(polynomial, *definitions)
            elif which is not Which.SMALLER and value:
                key = Eigenvalue(sector, which if which in group else None)
                yield key, problem.closed(2 / value, *definitions)


def _largest(problem: Stability) -> Decimals:
    return _stated({"": _matrices(problem)})


def _matrices(problem: Stability) -> list[mpmath.matrix]:
    return [numeric_matrix(problem, *sector) for sector in problem.sectors()]


def _both(problem: Stability) -> Decimals:
    """Return the limits of the masked and of the unmasked model."""
    if not problem.setting.law.exchangeable:
        raise NotApplicable(f"{NOT_ALIKE}; or see coordinate-flow")
    if problem.setting.init is None:
        raise NotApplicable("the law is not symmetric under signs; give --init for numbers")
    if not (problem.has_masked_numbers and symmetric(problem.setting).has_numbers):
        raise NotApplicable("d, T or a parameter is a symbol; give numbers for all of them")
    return _stated(both_matrices(problem))


def both_matrices(problem: Stability) -> dict[Entries, list[mpmath.matrix]]:
    """Return the Hessians of the masked and of the unmasked model where each of them ends."""
    masked = [numeric_matrix(problem, *sector) for sector in problem.masked_sectors()]
    return {MASKED: masked, UNMASKED: symmetric_hessian(problem.setting).matrices(_end(problem))}


def _end(problem: Stability) -> dict[str, mpmath.mpf]:
    """Return where training on the symmetric manifold ends."""
    return dict(zip(SYMMETRIC.scales, symmetric(problem.setting).limit.point, strict=True))


def _stated(matrices: Mapping[Key, list[mpmath.matrix]]) -> Decimals:
    """Return 2/λ_max of the matrices by key; 0 where an eigenvalue is negative."""
    with mpmath.workdps(WORKING):
        limits = {key: _stable_below(hessian) for key, hessian in matrices.items()}
        return decimals(limits, DIGITS, {})


def _stable_below(matrices: list[mpmath.matrix]) -> mpmath.mpf:
    return mpmath.mpf(0) if _is_saddle(matrices) else 2 / max(_eigenvalues(matrices))


def _is_saddle(matrices: list[mpmath.matrix]) -> bool:
    """Whether an eigenvalue is negative, beyond rounding: each step then leads away."""
    values = _eigenvalues(matrices)
    return bool(min(values) < -ROUNDED * max(values))


def _eigenvalues(matrices: list[mpmath.matrix]) -> list[mpmath.mpf]:
    return [x for one in matrices for x in mpmath.eigsy(one, eigvals_only=True)]


def _check(problem: Stability, claim: Claim) -> Check:
    if claim.parts:
        return _closed(problem, claim)
    if problem.has_signs:
        return _least(claim, {"": _matrices(problem)})
    return _least(claim, both_matrices(problem))


def _least(claim: Claim, matrices: Mapping[Key, list[mpmath.matrix]]) -> Check:
    """Just below the stated step 2 I − ηH is positive, not just above it; of saddles it is 0."""
    with mpmath.workdps(WORKING):
        stated = {key: mpmath.mpf(text) for key, text in claim.value.texts}
        fits = stated.keys() == matrices.keys() and all(
            _fits(hessian, stated[key]) for key, hessian in matrices.items()
        )
    what = "2 I - eta H is positive definite just below it and not just above it, and H has no "
    what += "negative eigenvalue, or it is 0"
    return Check.decided("substitution", fits, what)


def _fits(matrices: list[mpmath.matrix], step: mpmath.mpf) -> bool:
    if _is_saddle(matrices) or not step:
        return _is_saddle(matrices) and not step
    below, above = step * (1 - ROUNDED), step * (1 + ROUNDED)
    return _positive(matrices, below) and not _positive(matrices, above)


def _positive(matrices: list[mpmath.matrix], step: mpmath.mpf) -> bool:
    """Whether 2 I − ηH is positive definite for all these H: every leading minor is positive."""
    return all(
        mpmath.det((2 * mpmath.eye(one.rows) - step * one)[:size, :size]) > 0
        for one in matrices
        for size in range(1, one.rows + 1)
    )


def _closed(problem: Stability, claim: Claim) -> Check:
    """Each step size put into det(2 I − ηH), and the largest eigenvalue told from the other."""
    gaps: list[object] = [list(claim.parts) != [key for key, _ in _limits(problem)]]
    field = problem.field
    for group, shape in problem.sectors():
        matrix, sector = problem.matrix(group, shape), Sector(group, shape.direction)
        for key, side in claim.parts.items():
            if key.sector != sector:
                continue
            unlike, compared, rules = comparable(problem, matrix, [side])
            gaps += unlike
            step, two = side.formula.element, 2 * field.field.one
            if key.which is Which.EQUATION:
                gaps.append(step - pencil(compared, two, field.symbol(STEP)))
                continue
            gaps.append(remainder(pencil(compared, two, step), rules))
            if form(group, shape.direction) in ("root", "degenerate"):
                gap = 2 * two / step - problem.trace(compared) - gap_of_two(problem, compared, side)
                gaps.append(remainder(gap, rules))
            elif len(group) == 2:
                place = group.index(key.which)
                gaps.append(two / step - matrix[place][place])
    return passed(gaps, "det(2 I - eta H) at each, or the polynomial")
