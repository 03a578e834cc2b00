"""What is compared with what for layers that all take one step: the same layers, or their means."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Any

from derivations.regression import layer_observables as of
from derivations.regression.keys import AtPrompts
from numeric_check.real_roots import count_real_roots
from numeric_check.words.common_steps import (
    by_moments,
    derivative,
    factor_moments,
    least,
    of_step,
    remainder,
    slope,
    value,
)
from numeric_check.words.deep import DeepPrompts, exact_moments
from symbolic_mesa.formulas.decimals import Decimals
from symbolic_mesa.record import Check, Claim, Step
from symbolic_mesa.witness.judging import judged
from symbolic_mesa.witness.measurable import Measurable
from symbolic_mesa.witness.measure import Measure
from symbolic_mesa.witness.measured import Pairs
from symbolic_mesa.witness.measures.layer_sizes import Compared, Size
from symbolic_mesa.witness.routes import ON_DIAGONAL, Route

STEPS = Fraction(1, 3), Fraction(-1, 2), Fraction(5, 4)
FACTOR = "the triangular factor of the white Gram matrix, in doubles"


def _at(side: Any, size: Size, **numbers: Any) -> Any:
    return side.at({"d": size[0], "N": size[1], **numbers})


@cache  # pure
def _polynomial(depth: int, size: Size) -> list[Fraction]:
    """Return the loss by its step, in rationals."""
    return of_step(by_moments(exact_moments(depth, *size), depth), depth)


@cache  # likewise
def _prompts(depth: int, size: Size) -> DeepPrompts:
    return DeepPrompts(depth, *size)


def _run(depth: int, size: Size) -> Callable[[float], float]:
    """Return the loss by its step, of layers that are run in doubles."""
    return lambda step: _prompts(depth, size).loss([step] * depth)


def _step(claim: Claim, exact: bool, depth: int, size: Size) -> Pairs:
    if depth == 1:
        yield _at(claim.value, size), _root(size) if exact else least(_run(1, size), 1)
        return
    if exact:
        measured = slope(_polynomial(depth, size))
        yield count_real_roots(measured), 1
        for step in STEPS:
            yield _at(claim.value, size, a=step), value(measured, step)
        return
    for step in STEPS:
        yield _at(claim.value, size, a=step), derivative(_run(depth, size), depth, float(step))


def _root(size: Size) -> Fraction:
    constant, rise = slope(_polynomial(1, size))
    root: Fraction = -constant / rise
    return root


def _least(claim: Claim, exact: bool, depth: int, size: Size) -> Pairs:
    if not exact:
        loss = _run(depth, size)
        step = least(loss, depth)
        yield _at(claim.value, size, a=Fraction(step)), loss(step)
        return
    loss_by_step = _polynomial(depth, size)
    if depth == 1:
        yield _at(claim.value, size), value(loss_by_step, _root(size))
        return
    stated = of_step(lambda step: _at(claim.value, size, a=step), depth)
    gaps = [x - y for x, y in zip(stated, loss_by_step, strict=True)]
    for rest in remainder(gaps, slope(loss_by_step)):  # 0 where the slope is
        yield rest, 0


@dataclass(frozen=True)
class Digits:
    """Steps and losses at numbers, to their digits.

    Attributes:
        routes: by which they can be measured.
    """

    routes: tuple[Route, ...] = tuple(
        replace(route, model=words)
        for route, words in zip(ON_DIAGONAL, ("moments by every pairing", FACTOR), strict=True)
    )

    def check(self, route: Route, step: Step, claim: Claim, witness: Measurable) -> Check:
        """Return the check of each number: in rationals to its digits, in doubles to theirs."""
        if not isinstance(claim.value, Decimals):
            return judged(route, None, route.model, "")
        observable: Any = step.observable
        texts = dict(claim.value.texts)
        gaps = (_to_digits if route.exact else _in_doubles)(texts, observable.depth)
        places = ", ".join(dict.fromkeys(f"({key.dim},{key.samples})" for key in texts))
        return judged(route, max(gaps), f"{route.model}, at (d,N) = {places}", "")


def _last(text: str) -> Fraction:
    """Return what one is in the last digit of a decimal number."""
    return Fraction(10) ** int(Decimal(text).as_tuple().exponent)


def _to_digits(texts: Mapping[AtPrompts, str], depth: int) -> Iterator[float]:
    """Yield 1 where the slope has one sign on both sides of a step, or a loss is another."""
    for key, text in texts.items():
        loss = _polynomial(depth, (key.dim, key.samples))
        found, unit = Fraction(text), _last(text)
        if key.name == "a":
            below, above = (value(slope(loss), found + sign * unit) for sign in (-1, 1))
            yield float(not below < 0 < above)
        else:
            step = Fraction(texts[replace(key, name="a")])
            yield float(abs(value(loss, step) - found) > unit)


def _in_doubles(texts: Mapping[AtPrompts, str], depth: int) -> Iterator[float]:
    for key, text in texts.items():
        loss = by_moments(factor_moments(depth, key.dim, key.samples), depth)
        step = least(loss, depth)
        measured = step if key.name == "a" else loss(step)
        yield abs(float(text) - measured) / abs(measured)


MEASURES: Mapping[type, Measure] = {
    of.CommonStep: Compared(_step),
    of.CommonLoss: Compared(_least),
    of.CommonDigits: Digits(),
}
"""The measure of each type of observable."""
