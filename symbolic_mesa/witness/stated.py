"""Measures of what can be stated of any model: its problem's statement is run, and nothing else."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from fractions import Fraction
from functools import cache, partial
from itertools import permutations

from derivations import stated
from numeric_check.interpreter.reading import phase_roots, token_degree
from numeric_check.interpreter.scenes import Entry, ExactStatedScene, StatedScene
from numeric_check.laws.mixed_moments import NoNodes
from numeric_check.laws.nodes import token_nodes
from numeric_check.laws.rational_moments import pair_moments
from symbolic_mesa.laws.protocol import TokenLaw
from symbolic_mesa.models.problem import Problem
from symbolic_mesa.record import Claim
from symbolic_mesa.statement.manifolds import Block, Manifold
from symbolic_mesa.witness.measure import Compared, Measure
from symbolic_mesa.witness.measured import Pairs, scaled, sides
from symbolic_mesa.witness.routes import ENUMERATION, QUADRATURE, Route
from symbolic_mesa.witness.trials import Trial, once_where_large

AS_STATED = "the model as it is stated"
MANY_SEQUENCES, MOST_SEQUENCES = 10_000, 1 << 18


@cache  # pure; a problem's routes are the same objects whenever they are asked for
def measures(problem: Problem) -> Mapping[type, Measure]:
    """Return a measure for every type of `derivations.stated`, for the model of one problem."""
    routes = _enumeration(problem), _quadrature(problem)
    compare: Mapping[type, Callable[..., Pairs]] = {
        stated.PopulationLoss: _loss,
        stated.ScaleVelocity: _velocity,
        stated.SquareVelocity: _square_velocity,
        stated.StationaryProduct: _stationary,
        stated.GradientEntry: _gradient,
        stated.SecondDerivative: _second_derivative,
    }
    return {
        kind: Compared(partial(pairs, problem), routes, kept=_affordable)
        for kind, pairs in compare.items()
    }


def _affordable(ready: list[Trial], reason: str) -> tuple[list[Trial], str]:
    return once_where_large(ready, MANY_SEQUENCES), reason


def _enumeration(problem: Problem) -> Route:
    least = problem.shortest_length

    def scene(law: TokenLaw, dim: int, length: int) -> ExactStatedScene:
        moments = pair_moments(law, dim)
        return ExactStatedScene(
            problem.model, problem.manifolds, moments, dim, length, _named(problem)
        )

    return replace(
        ENUMERATION,
        law="its moments as fractions",
        model=AS_STATED,
        sizes=_sizes(least),
        lengths=_lengths(least),
        scene=scene,
    )


def _quadrature(problem: Problem) -> Route:
    least = problem.shortest_length
    order = token_degree(problem.model) // 2 + 1

    def scene(law: TokenLaw, dim: int, length: int) -> StatedScene:
        nodes = token_nodes(law, dim, order)
        if len(nodes.weights) * phase_roots(problem.model, length) ** dim > MOST_SEQUENCES:
            raise NoNodes(f"at d = {dim}, T = {length} it has too many sequences")
        found = StatedScene(problem.model, problem.manifolds, nodes, length, _named(problem))
        if not found.in_range:
            raise NoNodes("the moments of the law are beyond the range of doubles")
        return found

    return replace(
        QUADRATURE,
        model=AS_STATED,
        sizes=_sizes(least),
        lengths=_lengths(least),
        scene=scene,
    )


def _lengths(least: int) -> dict[int, tuple[int, ...]]:
    """Return T for a given d: far enough apart that no two sums over time agree at all of them."""
    return {
        1: (least, least + 2, least + 3, least + 5),
        2: (least, least + 2, least + 3),
        3: (least, least + 2),
    }


def _sizes(least: int) -> tuple[tuple[int, int], ...]:
    """Return pairs (d, T) for every d."""
    return (1, least + 3), (2, least), (2, least + 2), (3, least + 2), (4, least + 1)


def _named(problem: Problem) -> Mapping[str, tuple[int, ...]]:
    return {name: pattern.powers for name, pattern in problem.moments.items()}


def _loss(problem: Problem, trial: Trial, claim: Claim, of: stated.PopulationLoss) -> Pairs:
    name, _ = _manifold(problem, of.manifold)
    scales = {**trial.scene.scales, **dict(of.at)}
    yield trial.at(claim.value, dict(of.at)), trial.scene.loss(name, scales)


def _velocity(problem: Problem, trial: Trial, claim: Claim, of: stated.ScaleVelocity) -> Pairs:
    name, manifold = _manifold(problem, of.manifold)
    entries = _entries(manifold, of.scale, trial.scene.dim)
    for entry, side in zip(entries, sides(claim, len(entries)), strict=True):
        slope = trial.scene.slope(name, trial.scene.scales, entry)
        yield trial.at(side), scaled(slope, Fraction(-1))


def _square_velocity(
    problem: Problem, trial: Trial, claim: Claim, of: stated.SquareVelocity
) -> Pairs:
    name, manifold = _manifold(problem, of.manifold)
    scales = trial.scene.scales
    for scale in of.scales:
        for entry in _entries(manifold, scale, trial.scene.dim):
            slope = trial.scene.slope(name, scales, entry)
            yield trial.at(claim.value), scaled(slope, -2 * scales[scale])


def _stationary(
    problem: Problem, trial: Trial, claim: Claim, of: stated.StationaryProduct
) -> Pairs:
    """0, and every velocity where the product is the claim's, at two points of that curve."""
    name, manifold = _manifold(problem, of.manifold)
    scene, product = trial.scene, trial.at(claim.value)
    for held, moved in ((of.first, of.second), (of.second, of.first)):
        scales = {**scene.scales, moved: product / scene.scales[held]}
        for scale in manifold.scales:
            for entry in _entries(manifold, scale, scene.dim):
                yield 0, scene.slope(name, scales, entry)


def _gradient(problem: Problem, trial: Trial, claim: Claim, of: stated.GradientEntry) -> Pairs:
    name, _ = _manifold(problem, of.manifold)
    entry = of.block, of.row, of.column
    if max(of.row, of.column) < trial.scene.dim:
        yield trial.at(claim.value), trial.scene.slope(name, trial.scene.scales, entry)


def _second_derivative(
    problem: Problem, trial: Trial, claim: Claim, of: stated.SecondDerivative
) -> Pairs:
    name, _ = _manifold(problem, of.manifold)
    scene = trial.scene
    if max(*of.first[1:], *of.second[1:]) < scene.dim:
        yield trial.at(claim.value), scene.curvature(name, scene.scales, of.first, of.second)


def _manifold(problem: Problem, name: str) -> tuple[str, Manifold]:
    name = name or next(iter(problem.manifolds))
    return name, problem.manifolds[name]


def _entries(manifold: Manifold, scale: str, dim: int) -> list[Entry]:
    """Return the entries of weight blocks that are a scale."""
    for block, form in manifold.blocks:
        if isinstance(form, Block) and form.off_diagonal == scale:
            return [(block, i, j) for i, j in permutations(range(dim), 2)]
        if scale in Manifold(((block, form),)).scales:
            return [(block, j, j) for j in range(dim)]
    return []
