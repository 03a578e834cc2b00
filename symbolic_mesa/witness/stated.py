"""Measures of what can be stated of any model: its problem's statement is run, and nothing else."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache, partial
from typing import Any

from derivations import stated
from numeric_check.estimates import TOLERANCE, Estimate
from numeric_check.interpreter.charges import charges, exact_charges
from numeric_check.interpreter.reading import phase_roots, token_degree
from numeric_check.interpreter.scenes import ExactStatedScene, StatedScene
from numeric_check.laws.mixed_moments import NoNodes
from numeric_check.laws.nodes import token_nodes
from numeric_check.laws.rational_moments import pair_moments
from symbolic_mesa.laws.protocol import TokenLaw
from symbolic_mesa.models.problem import Problem
from symbolic_mesa.record import Claim
from symbolic_mesa.witness import stated_curvatures as curvatures
from symbolic_mesa.witness import stated_pairs as pairs
from symbolic_mesa.witness import stated_points as points
from symbolic_mesa.witness import stated_tests as tests
from symbolic_mesa.witness.at_its_size import AtItsSize
from symbolic_mesa.witness.measure import Compared, Measure, WithoutLaw
from symbolic_mesa.witness.measured import Pairs
from symbolic_mesa.witness.routes import ENUMERATION, QUADRATURE, Route
from symbolic_mesa.witness.stated_conserved import all_conserved
from symbolic_mesa.witness.stated_kinds import SetKinds
from symbolic_mesa.witness.stated_sets import OnSets
from symbolic_mesa.witness.trials import Trial, once_where_large, trials_at
from symbolic_mesa.witness.verdicts import Judged

AS_STATED = "the model as it is stated"
MANY_SEQUENCES, MOST_SEQUENCES = 10_000, 1 << 18


AT_A_POINT: Mapping[type, Callable[..., Pairs]] = {
    stated.PopulationLoss: pairs.loss,
    stated.ScaleVelocity: pairs.velocity,
    stated.SquareVelocity: pairs.square_velocity,
    stated.StationaryProduct: pairs.stationary,
    stated.StationaryProducts: pairs.stationary_products,
    stated.GradientEntry: pairs.gradient,
    stated.GradientOnDiagonal: pairs.on_diagonal,
    stated.GradientOffDiagonal: pairs.off_diagonal,
    stated.QuarticGrowth: pairs.quartic_growth,
    stated.SecondDerivative: curvatures.second_derivative,
}
"""What is measured at one point or few."""

AT_MANY_POINTS: Mapping[type, Callable[..., Pairs]] = {
    stated.Conserved: all_conserved,
    stated.LeastLoss: pairs.least_loss,
    stated.TestError: tests.test_error,
    stated.CurvatureOnDiagonal: curvatures.on_diagonal,
    stated.CurvatureOffDiagonal: curvatures.off_diagonal,
    stated.ScaleCurvatures: curvatures.in_scales,
}
"""What is measured at many points, or in many directions: at small sizes."""


@cache  # pure; a problem's routes are the same objects whenever they are asked for
def measures(problem: Problem) -> Mapping[type, Measure]:
    """Return a measure for every type of `derivations.stated`, for the model of one problem."""
    routes = _enumeration(problem), _quadrature(problem)
    compared = {
        kind: Compared(partial(of, problem), routes, kept=kept)
        for kept, every in ((_affordable, AT_A_POINT), (_small, AT_MANY_POINTS))
        for kind, of in every.items()
    }
    exact, numerical = (partial(_charges, problem, of) for of in (exact_charges, charges))
    gram = partial(pairs.least_by_gram, problem)
    return {
        **compared,
        stated.Stays: Judged(
            partial(_stays, problem), partial(_must_stay, problem), routes, kept=_affordable
        ),
        stated.LeastByGram: Compared(gram, routes[:1], kept=_affordable),
        stated.Charges: WithoutLaw(exact, numerical, routes),
        stated.SetKinds: SetKinds(problem, routes),
        stated.StationarySets: OnSets(problem, routes),
        stated.IsolatedPoints: AtItsSize(partial(points.isolated_points, problem), routes),
    }


def _charges(
    problem: Problem, charges_of: Callable[..., set[int | None]], claim: Claim
) -> float | None:
    """Return 0 if every product of blocks turns as is said; None where all of them are 0."""
    measured = {
        product: charges_of(problem.model, problem.shortest_length, product)
        for product in claim.parts
    }
    said = {product: {side} for product, side in claim.parts.items() if isinstance(side, int)}
    told = [
        found == said[product] if product in said else len(found) > 1 or None in found
        for product, found in measured.items()
        if found
    ]
    return float(not all(told)) if told else None


def _affordable(ready: list[Trial], reason: str) -> tuple[list[Trial], str]:
    return once_where_large(ready, MANY_SEQUENCES), reason


def _small(ready: list[Trial], reason: str) -> tuple[list[Trial], str]:
    """Return one trial of a size for what is run at many points, or in many directions."""
    small = [trial for trial in ready if trial.scene.sequences <= MANY_SEQUENCES]
    fewest = sorted(ready, key=lambda one: one.scene.sequences)[:1]
    return _in_three(once_where_large(small or fewest, -1), ready), reason


def _in_three(small: list[Trial], ready: list[Trial]) -> list[Trial]:
    """Add the shortest trial at d = 3 to those for every d: d − 1 is its own square below it."""
    if max((trial.scene.dim for trial in ready), default=0) < 3 or len(small) < 2:
        return small
    if any(trial.scene.dim > 2 for trial in small):
        return small
    last = small[-1]
    more, _ = trials_at(last.route, [last.general], [(3, min(t.scene.length for t in small))])
    return [*small, *more]


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


def _stays(problem: Problem, scene: Any) -> bool:
    """Whether nothing pulls off the first manifold at a scene's scales, to rounding."""
    return all(_is_zero(pull) for pull in pairs.pulls(problem, scene))


def _is_zero(measured: Any) -> bool:
    if isinstance(measured, Estimate):
        return abs(measured.value) <= TOLERANCE * measured.scale
    return bool(measured == 0)


def _must_stay(problem: Problem, law: TokenLaw, dim: int) -> bool:
    """Whether that is so in rationals."""
    try:
        moments = pair_moments(law, dim)
    except NoNodes:
        return False
    length = problem.shortest_length + 2
    named = _named(problem)
    return _stays(
        problem,
        ExactStatedScene(problem.model, problem.manifolds, moments, dim, length, named),
    )
