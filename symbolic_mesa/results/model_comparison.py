"""The trained layer beside deeper ones and the mesa-layer, by their errors on one process."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from typing import Any

import mpmath

from derivations.von_oswald.best_layers import (
    DIGITS,
    Best,
    Means,
    best_chebyshev,
    best_size,
    best_sizes,
)
from derivations.von_oswald.gradient_layers import error
from derivations.von_oswald.spectral_means import spectral_means
from numeric_check.laws.mixed_moments import NoNodes
from numeric_check.sampling.spectra import Sampled, ridge_errors
from symbolic_mesa.formulas.closed_forms import Closed
from symbolic_mesa.formulas.formula import Formula
from symbolic_mesa.laws.protocol import TokenLaw
from symbolic_mesa.results.deriving import in_setting, setting_of
from symbolic_mesa.setting import Setting
from symbolic_mesa.text.errors import CoordinatesDiffer, InvalidInput, MissingMoment
from symbolic_mesa.text.exact_numbers import Whole

DEPTHS = (1, 2, 3)
RIDGES = (Fraction(1), Fraction(1, 10), Fraction(1, 100), Fraction(0))  # times E x_j^2
EXACT, ROOT, SAMPLED, UNKNOWN = "exact", "root", "sampled", "unknown"
TRAINED, LIMIT = "trained layer, ab = s", "mesa-layer, ridge -> 0"


@dataclass(frozen=True, slots=True)
class Error:
    """A mean squared error, or a step size.

    Attributes:
        value: the number; None where it is not known.
        how: ``exact`` from the law's moments; ``root`` for one that a root of a polynomial with
            such coefficients is in; ``sampled``.
        standard_error: of what is sampled.
        exact: the number as text, where it is rational.
    """

    value: float | None
    how: str
    standard_error: float | None = None
    exact: str | None = None


NOT_KNOWN = Error(None, UNKNOWN)


@dataclass(frozen=True, slots=True)
class Compared:
    """A model with its errors.

    Attributes:
        name: what it is.
        size: η of its steps η/(t−1) at the last time, where they have one.
        last: E |prediction − x_{T+1}|² after T tokens; a best size is best for it.
        total: the same after t = 2, …, T − 1 tokens, added up: twice the loss of training. A best
            size is best for this sum.
    """

    name: str
    size: Error | None
    last: Error
    total: Error


@dataclass(frozen=True)
class Comparison:
    """Models on one process.

    Attributes:
        setting: the law, d and T.
        energy: E |x_t|², the error of predicting 0.
        models: each model with its errors.
        caveats: what the trained layer assumes that does not hold.
    """

    setting: Setting
    energy: Error
    models: tuple[Compared, ...]
    caveats: tuple[str, ...] = ()


def compare_models(law: TokenLaw, dim: Whole | None, length: Whole | None) -> Comparison:
    """Return the errors of models on the process of Theorem 4.1.

    Args:
        law: a law without symbols.
        dim: d.
        length: T, at least 3.

    Raises:
        InvalidInput: when a symbol is left, or T is too small.
    """
    setting = _at_numbers(law, dim, length)
    *steps, last = means_of(setting)
    trained, caveats = fixed_point(setting)
    with mpmath.workdps(DIGITS):
        total = tuple(map(sum, zip(*steps, strict=True)))
        product = None if trained is None else trained.at({})
        models = (
            _trained(product, last, total),
            *(_best(*one, last, total) for one in deeper()),
        )
    energy = number(last[0]) if last else NOT_KNOWN
    return Comparison(setting, energy, (*models, *_mesa(setting, energy)), caveats)


def _at_numbers(law: TokenLaw, dim: Whole | None, length: Whole | None) -> Setting:
    setting = setting_of(law, dim, length, None)
    if setting.dim is None or setting.length is None:
        raise InvalidInput("models are compared at numbers; give --dim and --length")
    if setting.length < 3:
        raise InvalidInput(f"length={setting.length}: training sums over t = 2..T-1; give one >= 3")
    return setting


def fixed_point(setting: Setting) -> tuple[Formula | Closed | None, tuple[str, ...]]:
    """Return s as it is derived, with its caveats; None, and why, where there is none."""
    try:
        found = in_setting(setting, ("fixed-point",))["fixed-point"]
        obstacle = found.step.obstacle
        return found.formula, (str(obstacle.error),) if obstacle else found.caveats
    except (MissingMoment, CoordinatesDiffer) as error:
        return None, (str(error),)


def means_of(setting: Setting) -> Sequence[Means]:
    """Return the spectral means at t = 2, …, T."""
    with mpmath.workdps(DIGITS):
        return spectral_means(setting, max(DEPTHS), range(2, (setting.length or 2) + 1))


Deeper = tuple[str, Callable[[Means], Best], int]  # its name, its best sizes, the means it needs


def deeper() -> Iterator[Deeper]:
    """Yield the models that descend with the best fixed sizes."""
    for depth in DEPTHS:
        words = "1 step, best size" if depth == 1 else f"{depth} steps, one best size"
        yield words, partial(best_size, steps=depth), 2 * depth
    for depth in DEPTHS[1:]:
        yield f"{depth} Chebyshev layers", partial(best_chebyshev, layers=depth), 2 * depth
    deepest = max(DEPTHS)
    yield f"{deepest} steps, best sizes", partial(best_sizes, layers=deepest), 2 * deepest


def _trained(product: Any, last: Means, total: Means) -> Compared:
    """Return the trained layer: s is what its derivation says."""
    if product is None or len(last) < 3:
        return Compared(TRAINED, None, NOT_KNOWN, NOT_KNOWN)
    of = partial(error, steps=1, size=product)
    return Compared(TRAINED, number(product), number(of(last)), number(of(total)))


def _best(
    name: str, best: Callable[[Means], Best], highest: int, last: Means, total: Means
) -> Compared:
    if len(last) <= highest:
        return Compared(name, None, NOT_KNOWN, NOT_KNOWN)
    at_last, over_all = best(last), best(total)
    size = None if at_last.size is None else number(at_last.size)
    return Compared(name, size, number(at_last.error), number(over_all.error))


def number(value: Any) -> Error:
    """Return a number with how it is known."""
    if isinstance(value, int | Fraction):
        return Error(float(value), EXACT, exact=str(value))
    return Error(float(value), ROOT)


def _mesa(setting: Setting, energy: Error) -> Iterator[Compared]:
    """Yield the mesa-layer, its ridge falling to 0: exact from t = d + 1 on."""
    dim, length = setting.dim or 1, setting.length or 1
    found = sampled(setting, energy, range(2, length + 1))
    for ridge in RIDGES:
        name = f"mesa-layer, ridge {ridge} m_2" if ridge else LIMIT
        last, total = (_estimate(one) for one in found[ridge]) if found else (NOT_KNOWN, NOT_KNOWN)
        if not ridge and length > dim:  # d tokens span all directions in which x_1 is not 0
            last, total = number(0), number(0) if dim == 1 else total
        yield Compared(name, None, last, total)


def sampled(
    setting: Setting, energy: Error, times: Sequence[int]
) -> Mapping[Fraction, tuple[Sampled, Sampled]]:
    """Return the errors of the mesa-layer by its ridge, as `ridge_errors`; nothing if not drawn."""
    dim = setting.dim or 1
    if energy.value is None:
        return {}
    unit = energy.value / dim
    try:
        found = ridge_errors(setting.law, dim, times, [float(ridge) * unit for ridge in RIDGES])
    except NoNodes:
        return {}
    return dict(zip(RIDGES, found, strict=True))


def _estimate(one: Sampled) -> Error:
    return Error(one.value, SAMPLED, one.error)
