"""What is compared with what, for a stated model that is tested at another length."""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from math import prod
from typing import Any

from derivations import stated
from derivations.any_model.keys import Weights
from numeric_check.interpreter.reading import steps
from symbolic_mesa.models.problem import Problem
from symbolic_mesa.record import Claim
from symbolic_mesa.witness.measured import Pairs, scaled
from symbolic_mesa.witness.stated_pairs import manifold_at, number, parabola
from symbolic_mesa.witness.trials import Trial

TEST = "T_test"


def test_error(problem: Problem, trial: Trial, claim: Claim, of: stated.TestError) -> Pairs:
    """The loss at T_test less that at T_test - 1, at any scales and at the trained product."""
    name, _ = manifold_at(problem, of.manifold)
    least = problem.shortest_length
    for where, side in claim.parts.items():
        scales = _trained(trial, name, of.product) if where is Weights.TRAINED else None
        scales = scales or trial.scene.scales
        for time in (least, least + 1, least + 3):
            gained = _loss(trial, name, scales, time)
            if any(True for _ in steps(problem.model, time - 1)):
                gained = gained + scaled(_loss(trial, name, scales, time - 1), -1)
            yield trial.at(side, {TEST: Fraction(time)}), gained


def _loss(trial: Trial, name: str, scales: Mapping[str, Fraction], length: int) -> Any:
    return replace(trial.scene, length=length).loss(name, scales)


def _trained(trial: Trial, name: str, product: tuple[str, ...]) -> Mapping[str, Fraction]:
    """Return scales whose product is that at which the loss at T is least.

    In doubles it is found once more from products of its own size: where 1 is none of a law's,
    losses at 0, 1 and 2 have few digits of it.
    """
    first, *others = product
    rest = prod((trial.scene.scales[s] for s in others), start=Fraction(1))

    def scales(value: Fraction) -> Mapping[str, Fraction]:
        return {**trial.scene.scales, first: value / rest}

    def at_rest(unit: Fraction) -> Fraction:
        slope, curvature = parabola(*(trial.scene.loss(name, scales(n * unit)) for n in range(3)))
        twice = 2 * number(curvature)
        return -unit * number(slope) / twice if twice else unit  # it is 0, but for rounding

    found = at_rest(Fraction(1))
    return scales(found if trial.route.exact or not found else at_rest(found))
