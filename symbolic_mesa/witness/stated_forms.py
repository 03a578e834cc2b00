"""The loss of a scene as a form in products of scales, from losses at as many points."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import prod
from random import Random
from typing import Any

import numpy as np

from numeric_check.estimates import Estimate
from numeric_check.linear import solved, some_solution
from numeric_check.rest_points import FormInProducts

NEAR = 1e-7  # beside the largest: doubles, after a linear system
Powers = tuple[int, ...]


@dataclass(frozen=True)
class Samples:
    """Losses at points, as equations for the coefficients of a form in products.

    Attributes:
        rows: at each point 1, the products u, and the products of two of them.
        losses: the loss at each.
        count: how many products there are.
    """

    rows: list[list[Fraction]]
    losses: list[Any]
    count: int


def sampled(
    scene: Any, manifold: str, names: Iterable[str], products: tuple[Powers, ...]
) -> Samples:
    """Return the losses of a scene at seeded points, as many as the form has coefficients."""
    names, count = tuple(names), len(products)
    pairs, draw = _pairs(count), Random(1)  # noqa: S311  # nothing here is secret
    unit = max(abs(value) for value in scene.scales.values())
    rows: list[list[Fraction]] = []
    losses: list[Any] = []
    for _ in range(1 + count + len(pairs)):
        point = {n: unit * Fraction(draw.randint(-8, 8), 4) for n in names}
        u = _products(point, names, products)
        rows.append([Fraction(1), *u, *(u[k] * u[m] for k, m in pairs)])
        losses.append(scene.loss(manifold, point))
    return Samples(rows, losses, count)


def least_of(samples: Samples) -> Any:
    """Return the value of the form at a vertex.

    Raises:
        ArithmeticError: when the losses make no such form.
    """
    if isinstance(samples.losses[0], Estimate):
        return _numerical(samples)
    rows = zip(samples.rows, samples.losses, strict=True)
    form = solved([[*row, size] for row, size in rows])
    rest, slopes, twice = _parted(form, samples.count)
    vertex = some_solution([[*row, -slope] for row, slope in zip(twice, slopes, strict=True)])
    return rest + sum((s * u for s, u in zip(slopes, vertex, strict=True)), Fraction(0)) / 2


def form_of(samples: Samples, products: tuple[Powers, ...]) -> FormInProducts:
    """Return the form in doubles, of losses that are estimates.

    Raises:
        ArithmeticError: when the losses make no such form.
    """
    _, slopes, twice = _parted(_fitted(samples), samples.count)
    return FormInProducts(np.array(products), np.array(slopes, float), np.array(twice, float))


def _numerical(samples: Samples) -> Estimate:
    fitted = _fitted(samples)
    rest, slopes, twice = _parted(fitted, samples.count)
    s = np.array(slopes, float)
    vertex = np.linalg.lstsq(np.array(twice, float), -s, rcond=NEAR)[0]
    return Estimate(float(rest + s @ vertex / 2), float(abs(rest) + abs(s) @ abs(vertex)))


def _fitted(samples: Samples) -> list[Any]:
    try:
        values = np.array([one.value for one in samples.losses])
        return [*np.linalg.solve(np.array(samples.rows, float), values)]
    except np.linalg.LinAlgError as error:
        raise ArithmeticError("the equations are singular") from error


def _parted(form: list[Any], count: int) -> tuple[Any, list[Any], list[list[Any]]]:
    """Return the constant, the slopes, and by rows the entries of twice the Gram matrix."""
    by_pair = dict(zip(_pairs(count), form[1 + count :], strict=True))
    twice = [
        [by_pair[min(k, m), max(k, m)] * (2 if k == m else 1) for m in range(count)]
        for k in range(count)
    ]
    return form[0], form[1 : 1 + count], twice


def _pairs(count: int) -> list[tuple[int, int]]:
    return [(k, m) for k in range(count) for m in range(k, count)]


def _products(
    point: Mapping[str, Fraction], names: tuple[str, ...], products: tuple[Powers, ...]
) -> list[Fraction]:
    return [
        prod((point[n] ** p for n, p in zip(names, powers, strict=True)), start=Fraction(1))
        for powers in products
    ]
