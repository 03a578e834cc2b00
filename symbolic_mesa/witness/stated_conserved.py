"""What gradient flow conserves, measured: that each form stays, and that there are no more."""

from fractions import Fraction
from itertools import combinations_with_replacement
from random import Random

from derivations import stated
from numeric_check.interpreter.on_ansatz import scales_in
from numeric_check.linear import rank
from symbolic_mesa.exceptional import parts_where
from symbolic_mesa.models.problem import Problem
from symbolic_mesa.record import Claim
from symbolic_mesa.witness.measured import Pairs
from symbolic_mesa.witness.stated_pairs import conserved, manifold_at, speeds_at
from symbolic_mesa.witness.trials import Trial

MORE = 2  # points than products of two scales, so that a chance relation is none


def all_conserved(problem: Problem, trial: Trial, claim: Claim, of: stated.Conserved) -> Pairs:
    """The forms, and how many there are: products of scales less the rank of their speeds.

    The rank is that of speeds at as many points, in rationals; of scales that all have entries.
    """
    yield from conserved(problem, trial, claim, of)
    _, manifold = manifold_at(problem, of.manifold)
    names = tuple(trial.scene.scales)
    if trial.route.exact and scales_in(manifold, trial.scene.dim) == names:
        pairs = [*combinations_with_replacement(names, 2)]
        count = len(parts_where(claim.parts, trial.at))
        yield count, Fraction(len(pairs) - _rank(problem, trial, of, pairs))


def _rank(
    problem: Problem, trial: Trial, of: stated.Conserved, pairs: list[tuple[str, str]]
) -> int:
    """Return the rank of the speeds of products of two scales, at seeded points."""
    draw = Random(1)  # noqa: S311  # nothing here is secret
    rows = []
    for _ in range(len(pairs) + MORE):
        at = {name: Fraction(draw.randint(-9, 9), 4) for name in trial.scene.scales}
        speeds = speeds_at(problem, trial.scene, of, at)
        rows.append([speeds[p] * at[q] + speeds[q] * at[p] for p, q in pairs])
    return rank(rows)
