"""Cases of the symmetric manifold, and what its tests share."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from fractions import Fraction
from functools import cache
from typing import Any

from derivations import REGISTRY
from derivations.symmetric import theorem as symmetric_manifold
from numeric_check.laws.rational_laws import signed_points
from numeric_check.model.enumeration import BLOCKS, Point, gradients, scaled_block
from numeric_check.model.exact_full_scene import ExactFullScene
from numeric_check.model.exact_tokens import Enumerated
from symbolic_mesa import laws
from symbolic_mesa.formulas.decimals import Decimals
from symbolic_mesa.formulas.formula import Formula
from symbolic_mesa.laws.protocol import TokenLaw
from symbolic_mesa.models.causal_linear_attention import MOMENTS
from symbolic_mesa.record import Claim, Derivation, Step
from symbolic_mesa.setting import Setting
from symbolic_mesa.witness.comparison import Witness
from tests import supports

SCALES = ("a", "alpha", "b", "beta")
LIMIT, COMPARISON = "symmetric-fixed-point", "masked-comparison"
TWO_POINT = ((Fraction(2), Fraction(1, 3)), (Fraction(-1), Fraction(2, 3)))
DIGITS = 30
Numbers = Mapping[str, Fraction]
Case = tuple[TokenLaw, Numbers, Callable[[int], tuple[Point, ...]]]
CASES: dict[str, Case] = {
    "two-point": (
        laws.two_point(),
        {"p": Fraction(1, 3), "scale": Fraction(3)},
        lambda dim: supports.joint_support_iid(TWO_POINT, dim),
    ),
    "full-one": (
        laws.full_one(),
        {"c": Fraction(1, 2)},
        lambda dim: supports.full_one_support(Fraction(1, 2), dim),
    ),
    "rademacher": (
        laws.rademacher(),
        {"c": Fraction(3, 2)},
        lambda dim: supports.rademacher_support(Fraction(3, 2), dim),
    ),
    "sparse": (
        laws.sparse(),
        {"c": Fraction(2)},
        lambda dim: supports.sparse_support(Fraction(2), dim),
    ),
    "sphere": (
        laws.sphere(),
        {"radius": Fraction(2)},
        lambda dim: signed_points(laws.sphere(2), dim),
    ),
    "gaussian": (
        laws.gaussian(),
        {"sigma": Fraction(1, 2)},
        lambda dim: signed_points(laws.gaussian("1/2"), dim),
    ),
    "a common scale times skewed": (laws.exchangeable(), {}, supports.dependent_support),
}
"""A law with symbols, their values, and points with its moments there."""
SIZES = ((2, 3), (2, 4), (3, 3))
SETTINGS = [(name, *size) for name in CASES for size in SIZES] + [("two-point", 2, 6)]


@cache
def derived(law: TokenLaw, dim: int | None = None, length: int | None = None) -> Derivation:
    return symmetric_manifold.derive(Setting(law, dim, length))


@cache
def scene(name: str, dim: int, length: int) -> ExactFullScene:
    return ExactFullScene(Enumerated(CASES[name][2](dim)), length)


def moments(points: tuple[Point, ...], names: tuple[str, ...]) -> dict[str, Fraction]:
    """Return the moments among these names: those of Theorem 4.1, and mixed ones like mu_3_1.

    A moment of more coordinates than there are is 1: no formula depends on it.
    """
    here = ExactFullScene(Enumerated(points), 3)
    found = {name: here.moment(name, 0) for name in MOMENTS if name in names}
    for name in names:
        if name.startswith("mu_"):
            found[name] = here.mean([int(power) for power in name.split("_")[1:]])
    return found


def at(formula: Formula, name: str, dim: int, length: int, scales: Numbers) -> Fraction:
    """Return a formula for every d and T at numbers."""
    _, values, points = CASES[name]
    own = {} if values else moments(points(dim), formula.symbols)
    found: Fraction = formula.at({**values, **own, **scales, "d": dim, "T": length})
    return found


def harmonic(last: int) -> Fraction:
    return sum((Fraction(1, k) for k in range(1, last + 1)), Fraction(0))


def masked(c: Fraction, dim: int, length: int, last: int) -> Fraction:
    """Return 1/(c²(1 + (d − 1) H/(T − 2))) with H = 1 + … + 1/last."""
    return 1 / (c**2 * (1 + (dim - 1) * harmonic(last) / (length - 2)))


def numbers(law: TokenLaw, dim: int, length: int, id: str = LIMIT) -> dict[str, str]:
    """Return the digits of a step that was solved for."""
    claim = derived(law, dim, length).step(id).claim
    assert isinstance(claim.value, Decimals)
    return dict(claim.value.texts)


def many_digits(texts: Mapping[str, str]) -> dict[str, Fraction]:
    return {name: Fraction(text) for name, text in texts.items()}


def significant(text: str) -> int:
    """Return how many digits a number is written with."""
    mantissa, _, _ = text.lstrip("-").partition("e")
    return len(mantissa.replace(".", "").lstrip("0"))


SKEWED = laws.two_point("1/3", 3)
ENDS: dict[str, tuple[TokenLaw, int, int]] = {
    "full-one": (laws.full_one(1), 2, 4),
    "full-one, d = 3": (laws.full_one(1), 3, 4),
    "full-one, T = 3": (laws.full_one(1), 2, 3),
    "two-point": (SKEWED, 2, 5),
    "two-point, d = 3": (SKEWED, 3, 3),
    "gaussian": (laws.gaussian(1), 2, 4),
    "sphere": (laws.sphere(2), 3, 3),
    "sparse": (laws.sparse(1), 2, 4),
    "with a mean": (laws.support("1:1/2,0:1/2"), 2, 4),
    "symmetrized data": (laws.samples([[1, 2], [3, 1]], symmetrize="both"), 2, 4),
}
OFF_DIAGONAL = ("full-one", "full-one, d = 3", "full-one, T = 3", "two-point", "two-point, d = 3")
EXACT_ENDS: dict[str, Callable[[int], tuple[Point, ...]]] = {
    "full-one": lambda dim: supports.full_one_support(Fraction(1), dim),
    "full-one, d = 3": lambda dim: supports.full_one_support(Fraction(1), dim),
    "full-one, T = 3": lambda dim: supports.full_one_support(Fraction(1), dim),
    "two-point": lambda dim: supports.joint_support_iid(TWO_POINT, dim),
    "two-point, d = 3": lambda dim: supports.joint_support_iid(TWO_POINT, dim),
    "gaussian": lambda dim: signed_points(laws.gaussian(1), dim),
    "sphere": lambda dim: signed_points(laws.sphere(2), dim),
}


def weights_at(point: Numbers, dim: int) -> dict[str, Any]:
    return {
        "KQ32": scaled_block(dim, point["a"], point["alpha"]),
        "PV12": scaled_block(dim, point["b"], point["beta"]),
    }


def largest_slope(point: Numbers, points: tuple[Point, ...], length: int) -> Fraction:
    """Return the largest entry of the exact gradient in all six blocks."""
    slopes = gradients(weights_at(point, len(points[0][0])), points, length)
    return max(abs(entry) for block in BLOCKS for row in slopes[block] for entry in row)


NOT_ISOLATED = "fixed points are not isolated here"


def skewed(c: Fraction) -> TokenLaw:
    return laws.two_point("1/3", 3 * c)


UNLIKE = laws.samples([[2, 1], [-1, 1], [1, 0]])
NEEDING_THE_MANIFOLD = (
    "permutation-symmetry",
    "symmetric-loss",
    "symmetric-flow",
    "symmetric-conserved",
    LIMIT,
    COMPARISON,
)
STATED: dict[str, Setting] = {
    f"{k} {setting.law.name}": setting
    for k, setting in enumerate(REGISTRY["symmetric-manifold"].settings)
}
IDS = tuple(step.id for step in symmetric_manifold.derive(STATED["6 gaussian"]).steps)
WITHOUT = {
    ("0 exchangeable", COMPARISON),
    ("1 full-one", COMPARISON),
    *(("6 gaussian", id) for id in NEEDING_THE_MANIFOLD),
}
"""Where a number is asked for that no symbol has, or d = 1."""


@cache
def witness(setting: Setting) -> Witness:
    return Witness(REGISTRY["symmetric-manifold"], setting)


def step_of(setting: Setting, id: str) -> Step:
    return derived(setting.law, setting.dim, setting.length).step(id)


MEASURED: dict[str, Setting] = {
    "two-point": Setting(SKEWED, 2, 5),
    "full-one": Setting(laws.full_one(1), 2, 4),
}


def outcomes(setting: Setting, id: str, claim: Claim) -> dict[str, str]:
    """Return what each kind of check says of another claim in the place of a step's."""
    step = step_of(setting, id)
    found = [obligation(claim) for obligation in step.obligations]
    return {c.kind: c.outcome for c in (*found, *witness(setting).checks(step, claim))}


def one_more(formula: Formula) -> Formula:
    return replace(formula, element=formula.element + 1)


def with_number(claim: Claim, name: str, text: str) -> Claim:
    texts = tuple((own, text if own == name else old) for own, old in claim.value.texts)
    return replace(claim, value=replace(claim.value, texts=texts))


def changed_digits(text: str, first: int) -> str:
    """Return a number with three of its significant digits changed, the first of them `first`."""
    places = [k for k, sign in enumerate(text) if sign.isdigit()]
    start = next(n for n, k in enumerate(places) if text[k] != "0") + first - 1
    group = places[start : start + 3]
    found = list(text)
    for k in group:
        found[k] = str((int(text[k]) + 5) % 10)
    return "".join(found)


NAMES = {LIMIT: SCALES, COMPARISON: (*SCALES, "loss", "masked-product", "masked-loss")}
DECIMALS = [(id, name) for id, names in NAMES.items() for name in names]
