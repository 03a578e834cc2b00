"""Layers that all take one step: which is best, and what is left of the loss.

Statement. With a_k = a for every k the loss is ½ E tr (I − aS)^{2L}. Its derivative in a grows, and
is 0 at one a alone (`_step`); the loss there is half the mean of tr (I − aS)^{2L−1} (`_loss`). Of
one layer both are closed forms, those of the best polynomial; of more a is a root of a polynomial
of degree 2L − 1, which is isolated at some d and N (`_digits`).

Proof. The derivative is −L E tr S(I − aS)^{2L−1}, and that of it L(2L − 1) E tr S²(I − aS)^{2L−2},
the mean of a square. The loss less half the mean of tr (I − aS)^{2L−1} is a/(2L) times the first.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from math import comb

import mpmath
from sympy.polys.fields import FracElement

from derivations.exact_checks import symbolic_zero
from derivations.regression import layer_observables as of
from derivations.regression.keys import AtPrompts
from derivations.regression.layer_moments import DEEPEST, WHITENED, Layers, count
from symbolic_mesa.formulas.decimals import Decimals, decimals
from symbolic_mesa.formulas.formula import Formula, real
from symbolic_mesa.record import Assumption, Check, Claim, Step, attempted
from symbolic_mesa.setting import Setting
from symbolic_mesa.text.errors import NotApplicable

STEP = "a"
OWN = "this derivation"
ALIKE = Assumption("a_k = a for every k")
SIZES = (2, 4), (2, 8), (5, 2)  # d and N at which roots are isolated
DIGITS = 20
NARROW = Fraction(1, 10**30)  # what is left open of a root


def steps(setting: Setting) -> tuple[Step, ...]:
    """Return the steps for every depth; they rest on the losses."""
    found: list[Step] = []
    for depth in range(1, DEEPEST + 1):
        layers = Layers(depth, setting, (STEP,))
        found += [_step(layers), _loss(layers)]
        found += [_digits(depth, setting)] if depth > 1 else []
    return tuple(found)


def _power(layers: Layers, exponent: int, step: FracElement) -> list[FracElement]:
    """Return the coefficients of (1 − a s)^n."""
    return layers.of_steps([step] * exponent)


def _mean(layers: Layers, exponent: int, step: FracElement, shift: int = 0) -> FracElement:
    """Return E tr S^shift (I − aS)^n."""
    return layers.overlap(_power(layers, exponent, step), [layers.field.field.one], shift)


def _slope(layers: Layers, step: FracElement) -> FracElement:
    return -layers.depth * _mean(layers, 2 * layers.depth - 1, step, 1)


def _single(layers: Layers) -> FracElement:
    """Return where the slope of one layer, which is linear in a, is 0."""
    symbol = layers.field.symbol(STEP)
    slope = _slope(layers, symbol)
    rise = layers.field.derivative(slope, STEP)
    return symbol - slope / rise


def _step(layers: Layers) -> Step:
    depth = layers.depth
    name = STEP if depth == 1 else "dL/da"
    what = (
        "best step of one layer"
        if depth == 1
        else f"derivative of the loss of {count(depth)} with a_k = a: it grows with a, and the "
        "best a is the one real number at which it is 0"
    )
    step = Step(
        f"common-step-{depth}",
        Claim(what, name, name),
        why="the loss is half the mean of tr (I - a S)^(2L), with the derivative "
        "-L E tr S (I - a S)^(2L-1), of which that is the mean of a square",
        premises=(f"loss-{depth}",),
        assumptions=(WHITENED, ALIKE),
        source=OWN,
        observable=of.CommonStep(depth),
    )
    symbol = layers.field.symbol(STEP)

    def by_layers(claim: Claim) -> Check:
        stated = claim.value.element
        at = stated if depth == 1 else symbol
        rise = depth * (2 * depth - 1) * _mean(layers, 2 * depth - 2, at, 2)
        every = (layers.slope([at] * depth, k) for k in range(1, depth + 1))
        if depth == 1:
            return symbolic_zero("the derivative of the loss there", lambda: sum(every))
        return symbolic_zero(
            "the derivatives along a_k, added up, less it; its own less L(2L - 1) E tr S^2 "
            "(I - a S)^(2L-2)",
            lambda: sum(every) - stated,
            lambda: layers.field.derivative(stated, STEP) - rise,
        )

    def value() -> Formula:
        found = _single(layers) if depth == 1 else _slope(layers, symbol)
        return Formula(found, layers.field)

    return attempted(step, value, by_layers)


def _loss(layers: Layers) -> Step:
    depth = layers.depth
    which = "" if depth == 1 else ", by the a at which its derivative is 0"
    step = Step(
        f"common-loss-{depth}",
        Claim(f"least loss of {count(depth)} with one step{which}", "min L", r"\min L"),
        why="the loss is half the mean of tr (I - a S)^(2L-1) and a/(2L) times its derivative, "
        "which is 0",
        premises=(f"loss-{depth}", f"common-step-{depth}"),
        assumptions=(WHITENED, ALIKE),
        source=OWN,
        observable=of.CommonLoss(depth),
    )
    best = _single(layers) if depth == 1 else layers.field.symbol(STEP)

    def less(claim: Claim) -> Check:
        return symbolic_zero(
            "the loss less it and a/(2L) times its derivative",
            lambda: (
                layers.half_square(_power(layers, depth, best))
                - claim.value.element
                - best * _slope(layers, best) / (2 * depth)
            ),
        )

    def value() -> Formula:
        return Formula(_mean(layers, 2 * depth - 1, best) / 2, layers.field)

    return attempted(step, value, less)


def _digits(depth: int, setting: Setting) -> Step:
    step = Step(
        f"common-digits-{depth}",
        Claim(
            f"the best a of {count(depth)} with a_k = a, and the loss there, at some d and N "
            f"({DIGITS} digits in JSON)",
            "",
            "",
        ),
        why="the derivative has rational coefficients there, and changes its sign once",
        premises=(f"common-step-{depth}", f"common-loss-{depth}"),
        assumptions=(WHITENED, ALIKE),
        source=OWN,
        observable=of.CommonDigits(depth),
    )
    return attempted(step, lambda: _isolated(depth, setting))


def _isolated(depth: int, setting: Setting) -> Decimals:
    sizes = [size for size in SIZES if setting.dim in (None, size[0])]
    if not sizes:
        given = " and ".join(str(dim) for dim in dict.fromkeys(dim for dim, _ in SIZES))
        raise NotApplicable(f"digits are those at d = {given}; give one of these, or none")
    layers = Layers(depth, setting)
    moments = [Formula(layers.moment(j), layers.field) for j in range(2 * depth + 1)]
    with mpmath.workdps(2 * DIGITS):
        values = {
            AtPrompts(name, dim, samples): real(value)
            for dim, samples in sizes
            for name, value in _at_root(_numbers(moments, dim, samples), depth)
        }
        return decimals(values, DIGITS, {})


def _numbers(formulas: Sequence[Formula], dim: int, samples: int) -> list[Fraction]:
    return [one.at({"d": Fraction(dim), "N": Fraction(samples)}) for one in formulas]


def _at_root(moments: Sequence[Fraction], depth: int) -> Iterator[tuple[str, Fraction]]:
    """Yield the step, up to what is left open, and the loss there, each with its name."""
    power = 2 * depth - 1

    def mean(step: Fraction, shift: int) -> Fraction:
        terms = (comb(power, m) * (-step) ** m * moments[m + shift] for m in range(power + 1))
        return sum(terms, Fraction(0))

    low, high = Fraction(0), Fraction(1)
    while mean(high, 1) > 0:
        low, high = high, 2 * high
    while high - low > NARROW:
        middle = (low + high) / 2
        low, high = (middle, high) if mean(middle, 1) > 0 else (low, middle)
    step = (low + high) / 2
    yield STEP, step
    yield "L", mean(step, 0) / 2
