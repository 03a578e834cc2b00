"""Laws and claims about leaving the diagonal, and what their tests share."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from fractions import Fraction
from functools import cache
from itertools import permutations, product
from typing import Any

from derivations import REGISTRY
from derivations.sharp import theorem as theorem_4_1_sharp
from symbolic_mesa import laws
from symbolic_mesa.formulas.formula import Formula
from symbolic_mesa.laws.protocol import TokenLaw
from symbolic_mesa.laws.sample_laws import SampleLaw
from symbolic_mesa.notation.words import in_words
from symbolic_mesa.record import Claim, Derivation, Step
from symbolic_mesa.setting import Setting
from symbolic_mesa.text.errors import MissingMoment
from symbolic_mesa.witness.comparison import Witness

VERDICTS = ("assumption-4.1", "emergence")
BLOCKS = ("KQ32", "PV12")


@cache
def derived(law: TokenLaw, dim: int | None = None, length: int | None = None) -> Derivation:
    return theorem_4_1_sharp.derive(Setting(law, dim, length))


def claimed(law: TokenLaw, dim: int | None = None, length: int | None = None) -> tuple[bool, bool]:
    """Return the verdicts: on Assumption 4.1 as written, and on emergence."""
    derivation = derived(law, dim, length)
    first, second = (derivation.step(id).claim.value for id in VERDICTS)
    return first, second


def reason(id: str, law: TokenLaw, dim: int | None = None, length: int | None = None) -> str:
    return in_words(derived(law, dim, length).step(id).claim.reason)


def missing(id: str, law: TokenLaw, dim: int | None = None, length: int | None = None) -> str:
    """Return the moments that a step says are missing."""
    obstacle = derived(law, dim, length).step(id).obstacle
    assert obstacle is not None
    assert obstacle.status == "missing-moment"
    assert isinstance(obstacle.error, MissingMoment)
    return obstacle.error.moment


SKEWED = laws.two_point("1/3", 3)  # 2 with probability 1/3, −1 with 2/3
WITH_MEAN = laws.support("1:9/11,-2:9/55,3:1/55")  # E x³ = E x⁵ = 0


def common_scale(dim: int) -> SampleLaw:
    """Return a random scale times skewed i.i.d. coordinates: dependent, of mean 0."""
    rows = list(product((2, -1, -1), repeat=dim))
    return laws.samples([[scale * x for x in row] for row in rows for scale in (1, 2)])


def with_signs(tokens: list[tuple[int, ...]]) -> SampleLaw:
    """Return the tokens with every sign of every coordinate."""
    signs = list(product((1, -1), repeat=len(tokens[0])))
    return laws.samples(
        [[s * x for s, x in zip(own, token, strict=True)] for token in tokens for own in signs]
    )


def unequal_columns() -> SampleLaw:
    """Return a law of which κ1, κ2 and κ3 do not depend on j, but Σ E[x_j⁴ x_r²] does.

    A token with 1 at the first and 2 at the second place adds 16 to the κ3 of the first and 4 to
    that of the second, 4 and 16 to the sum that is looked at; tokens on the axes make E x_j⁴ and
    E x_j⁶ alike.
    """
    pairs = {(0, 2): 4, (1, 0): 1, (1, 2): 4, (2, 0): 3}
    axes = {(0, 1): 1, (0, 2): 4, (1, 2): 8, (2, 1): 2}
    tokens: list[tuple[int, ...]] = []
    for (first, second), count in pairs.items():
        tokens += count * [tuple((k == first) + 2 * (k == second) for k in range(3))]
    for (place, size), count in axes.items():
        tokens += count * [tuple(size * (k == place) for k in range(3))]
    return with_signs(tokens)


LAWS: dict[str, tuple[TokenLaw, int | None, int | None, tuple[bool, bool]]] = {
    "gaussian": (laws.gaussian(), None, None, (True, True)),
    "gaussian at a given d and T": (laws.gaussian(1), 5, 100, (True, True)),
    "rademacher": (laws.rademacher("3/2"), 2, 4, (True, True)),
    "uniform": (laws.uniform(), None, None, (True, True)),
    "laplace": (laws.laplace(), None, None, (True, True)),
    "bernoulli-gaussian": (laws.bernoulli_gaussian(), None, None, (True, True)),
    "sparse": (laws.sparse(), None, None, (True, True)),
    "sphere": (laws.sphere(), None, None, (True, True)),
    "sphere at a given d": (laws.sphere(2), 3, 3, (True, True)),
    "generic": (laws.generic(), None, None, (True, True)),
    "two-point, as probable": (laws.two_point("1/2", 1), None, None, (True, True)),
    "two-point": (laws.two_point(), None, None, (True, False)),
    "two-point, skewed": (SKEWED, 2, 5, (True, False)),
    "full-one": (laws.full_one(), None, None, (False, False)),
    "exchangeable": (laws.exchangeable(), None, None, (False, False)),
    "with a mean, without odd moments": (WITH_MEAN, None, None, (False, True)),
    "the same at a given T": (WITH_MEAN, 3, 20, (False, True)),
    "student-t": (laws.student_t(9), None, None, (False, True)),
    "common scale, d = 2": (common_scale(2), None, None, (True, False)),
    "common scale, d = 3": (common_scale(3), None, 3, (True, False)),
    "data with all signs": (with_signs([(1, 2), (2, 1)]), None, None, (True, True)),
    "symmetrized data": (laws.samples([[1, 2], [3, 1]], "both"), None, None, (True, True)),
    "data averaged over signs": (laws.samples([[1, 2], [2, 1]], "signs"), None, None, (True, True)),
    "data of unlike sizes averaged over signs": (
        laws.samples([[1, 2], [3, 1]], "signs"),
        None,
        None,
        (False, False),
    ),
    "data in every order": (
        laws.samples(list(permutations((0, 1, 3)))),
        None,
        None,
        (False, False),
    ),
    "data averaged over permutations": (
        laws.samples([[0, 1, 3]], "permutations"),
        None,
        None,
        (False, False),
    ),
    "the same over both": (laws.samples([[0, 1, 3]], "both"), None, None, (True, True)),
    "skewed data averaged over permutations": (
        laws.samples(
            [[2, -1], [2, 2], [-1, -1], [-1, 2], *[[2, -1], [-1, -1]] * 2, [-1, -1]], "permutations"
        ),
        2,
        5,
        (True, False),
    ),
    "unequal columns": (unequal_columns(), None, None, (True, False)),
}
MIXED = {"m2": 1, "m4": 3, "m6": 15, "4,2": 3}
CANCELLING = laws.moments(
    {**MIXED, "3,1": 0, "3,3": 0, "5,1": Fraction(1, 10), "3,2,1": Fraction(-1, 10)}
)
"""E[x_j x_l⁵] + Σ_r E[x_j x_l³ x_r²] = 0 at d = 3."""
SETTINGS: dict[str, Setting] = {
    "gaussian": Setting(laws.gaussian(1)),
    "two-point": Setting(SKEWED, 2, 5),
}


@cache
def witness(name: str) -> Witness:
    return Witness(REGISTRY["theorem-4.1-sharp"], SETTINGS[name])


@cache
def steps(name: str) -> Mapping[str, Step]:
    return {step.id: step for step in theorem_4_1_sharp.derive(SETTINGS[name]).steps}


IDS = tuple(steps("gaussian"))


def outcomes(name: str, id: str, claim: Claim) -> list[str]:
    """Return what the checks say of another claim in the place of a step's."""
    step = steps(name)[id]
    own = [obligation(claim).outcome for obligation in step.obligations]
    return [*own, *(check.outcome for check in witness(name).checks(step, claim))]


OTHER_VERDICTS: dict[str, Setting] = {
    "with a mean": Setting(WITH_MEAN),
    "sphere": Setting(laws.sphere(2), 3, 3),
    "rademacher": Setting(laws.rademacher("3/2"), 2),
    "full-one": Setting(laws.full_one("1/2"), 2, 4),
    "common scale": Setting(common_scale(2)),
    "unlike": Setting(laws.samples([[1, 2], [2, 1], [-1, 3]])),
    "one coordinate": Setting(laws.gaussian(1), 1),
}


def one_more(side: Any) -> Any:
    if isinstance(side, Formula):
        return replace(side, element=side.element + side.element.field.one)
    return not side if isinstance(side, bool) else side + 1


def twice(side: Any) -> Any:
    return replace(side, element=2 * side.element)


def changed(claim: Claim, change: Callable[[Any], Any], position: int = 0) -> Claim:
    """Return the claim with its value changed, or one of its parts."""
    if not claim.parts:
        return replace(claim, value=change(claim.value))
    name = list(claim.parts)[position]
    return replace(claim, parts={**claim.parts, name: change(claim.parts[name])})


WITH_NUMBERS = tuple(id for id in IDS if id not in VERDICTS)
COEFFICIENTS = tuple(id for id in IDS if id.startswith("moments-"))
