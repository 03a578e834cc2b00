"""The errors of models at every length up to T, each with the sizes that are best there."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import mpmath

from derivations.von_oswald.best_layers import DIGITS, Means
from derivations.von_oswald.gradient_layers import error
from symbolic_mesa.results.model_comparison import (
    LIMIT,
    TRAINED,
    Comparison,
    deeper,
    fixed_point,
    means_of,
    sampled,
)
from symbolic_mesa.setting import Setting


@dataclass(frozen=True, slots=True)
class Curve:
    """The errors of a model after t tokens, as parts of E |x_t|².

    Attributes:
        name: the model.
        times: t.
        errors: each error.
        standard_errors: of those that are sampled; 0 of the others.
    """

    name: str
    times: tuple[int, ...]
    errors: tuple[float, ...]
    standard_errors: tuple[float, ...]


def curves(compared: Comparison) -> tuple[Curve, ...]:
    """Return the errors of models at t = 3, …, T; of the mesa-layer those of its smallest ridge."""
    setting = compared.setting
    means = means_of(setting)
    times = range(3, (setting.length or 3) + 1)
    with mpmath.workdps(DIGITS):
        trained = _trained(setting, times, means)
        found = [_curve(TRAINED, times, trained)] if trained else []
        for name, best, highest in deeper():
            if len(means[0]) > highest:
                found.append(_curve(name, times, [best(one).error for one in means[1:]]))
    whole = compared.energy.value
    return tuple(_part(one, whole) for one in (*found, *_mesa(compared, times)) if whole)


def _curve(name: str, times: range, errors: list[Any]) -> Curve:
    return Curve(name, tuple(times), tuple(map(float, errors)), (0.0,) * len(times))


def _part(curve: Curve, whole: float) -> Curve:
    errors, deviations = (
        tuple(value / whole for value in side) for side in (curve.errors, curve.standard_errors)
    )
    return replace(curve, errors=errors, standard_errors=deviations)


def _trained(setting: Setting, times: range, means: Sequence[Means]) -> list[Any]:
    """Return the errors at T of the layer that was trained at T; nothing where there is none."""
    product, _ = fixed_point(replace(setting, length=None))
    if product is None or len(means[0]) < 3:
        return []
    at = [product.at({"T": time}) for time in times]
    return [error(one, 1, size) for one, size in zip(means[1:], at, strict=True)]


def _mesa(compared: Comparison, times: range) -> Iterator[Curve]:
    """Yield the curve of the mesa-layer: sampled up to t = d, and 0 from then on."""
    setting = compared.setting
    before = [time for time in times if time <= (setting.dim or 1)]
    found = [sampled(setting, compared.energy, [2, time]) for time in before]
    if all(found):
        lasts = [one[min(one)][0] for one in found]
        zeros = (0.0,) * (len(times) - len(before))
        values = (*(one.value for one in lasts), *zeros)
        yield Curve(LIMIT, tuple(times), values, (*(one.error for one in lasts), *zeros))
