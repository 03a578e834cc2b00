"""What is compared with what, for second derivatives that can be stated of any model."""

from derivations import stated
from symbolic_mesa.models.problem import Problem
from symbolic_mesa.record import Claim
from symbolic_mesa.witness.measured import Pairs
from symbolic_mesa.witness.stated_pairs import manifold_at, side_at
from symbolic_mesa.witness.trials import Trial


def second_derivative(
    problem: Problem, trial: Trial, claim: Claim, of: stated.SecondDerivative
) -> Pairs:
    """One second derivative."""
    name, _ = manifold_at(problem, of.manifold)
    scene = trial.scene
    if max(*of.first[1:], *of.second[1:]) < scene.dim:
        yield trial.at(claim.value), scene.curvature(name, scene.scales, of.first, of.second)


def on_diagonal(
    problem: Problem, trial: Trial, claim: Claim, of: stated.CurvatureOnDiagonal
) -> Pairs:
    """The second derivative in the first and in the last diagonal entry of a block."""
    name, _ = manifold_at(problem, of.manifold)
    scene = trial.scene
    for k in sorted({0, scene.dim - 1}):
        entry = of.block, k, k
        measured = scene.curvature(name, scene.scales, entry, entry)
        yield trial.at(side_at(claim, (k,))), measured


def off_diagonal(
    problem: Problem, trial: Trial, claim: Claim, of: stated.CurvatureOffDiagonal
) -> Pairs:
    """The second derivative in the two entries of a block that are furthest off its diagonal."""
    name, _ = manifold_at(problem, of.manifold)
    scene, last = trial.scene, trial.scene.dim - 1
    for place in ((0, last), (last, 0)) if last else ():
        entry = of.block, *place
        measured = scene.curvature(name, scene.scales, entry, entry)
        yield trial.at(side_at(claim, place)), measured


def in_scales(problem: Problem, trial: Trial, claim: Claim, of: stated.ScaleCurvatures) -> Pairs:
    """The second derivative along all entries of one scale and all of another."""
    name, _ = manifold_at(problem, of.manifold)
    scene = trial.scene
    for pair, side in claim.parts.items():
        measured = scene.scale_curvature(name, scene.scales, pair.first, pair.second)
        yield trial.at(side), measured
