"""Whether a model in words stays on its ansatz, measured in each scene, at exceptions too."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from typing import Any

import numpy as np

from numeric_check.words.arrays import Array, Number
from numeric_check.words.interpreter import Scene
from numeric_check.words.scenes import scenes, scenes_at
from numeric_check.words.slopes import sized_gradient
from symbolic_mesa.exceptional import said_at
from symbolic_mesa.formulas.word_values import formula_at
from symbolic_mesa.record import Check, Claim, Step
from symbolic_mesa.statement.regression import Trained
from symbolic_mesa.witness.every_size import EverySize, of_every_size, sizes_in_words
from symbolic_mesa.witness.judging import judged
from symbolic_mesa.witness.measurable import Measurable
from symbolic_mesa.witness.routes import Route

SMALL = range(1, 6)  # dimensions at which a verdict is compared with that for every size

Sizes = dict[str, int]


@dataclass(frozen=True)
class Staying:
    """Whether the flow stays on the ansatz, in each scene.

    Attributes:
        routes: the routes by which it can be measured.
    """

    routes: tuple[Route, ...]

    def check(self, route: Route, step: Step, claim: Claim, witness: Measurable) -> Check:
        """Return the check of the verdict by a route."""
        general = of_every_size(witness)
        right = general.claim(step.id)
        everywhere = right if general.sizes else claim
        if not all(_said(claim, one) == _said(everywhere, one) for one in _points(general)):
            return Check(route.kind, "failed", "differs from the verdict for every d and N, there")
        ready = list(scenes(general.model, None, route.exact))
        more = [
            one
            for one in exceptional_sizes(right, general.model.spaces)
            if not any(_is_at(scene, one) for scene in ready)
        ]
        ready += scenes_at(general.model, tuple(more), route.exact)
        if not ready:
            return Check(route.kind, "not-run", "full model not measured: too many nodes")
        wrong = [
            scene
            for scene in ready
            if bool(_said(everywhere, scene.numbers)) != _stays(scene, route)
        ]
        where = sizes_in_words(wrong[0]) if wrong else ""
        return judged(route, float(bool(wrong)), general.at(tuple(ready)), where)


def _said(claim: Claim, numbers: Mapping[str, Number]) -> Any:
    """Return the verdict of a claim at sizes, which may be an exception."""
    point = {name: Fraction(value) for name, value in numbers.items()}
    return said_at(claim.value, claim.exceptions, lambda left: formula_at(left, {}, point))


def _points(general: EverySize) -> Iterator[Sizes]:
    """Yield small sizes, those that are given as they are."""
    spaces, given = general.model.spaces, general.sizes
    for sizes in product(*([given[s]] if s in given else SMALL for s in spaces)):
        yield dict(zip(spaces, sizes, strict=True))


def exceptional_sizes(claim: Claim, spaces: tuple[str, ...]) -> Iterator[Sizes]:
    """Yield small sizes at which each exception of a claim holds, as few of them 1 as can be."""
    every = [dict(zip(spaces, s, strict=True)) for s in product(SMALL, repeat=len(spaces))]
    every.sort(key=lambda sizes: (sum(size == 1 for size in sizes.values()), sum(sizes.values())))
    for one in claim.exceptions:
        for sizes in every:
            point = {name: Fraction(size) for name, size in sizes.items()}
            if all(formula_at(left, {}, point) == number for left, number in one.where):
                yield sizes
                break


def _is_at(scene: Scene, sizes: Sizes) -> bool:
    return all(scene.numbers[space] == size for space, size in sizes.items())


def _along(scene: Scene, weight: Trained) -> Array:
    size = scene.matrices[weight.name].shape[0]
    return scene.matrices[weight.along] if weight.along else np.eye(size, dtype=object)


def of_scale(scene: Scene, scale: str) -> dict[str, Array]:
    """Return what a scale multiplies, by weight."""
    return {w.name: _along(scene, w) for w in scene.model.trained if w.scale == scale}


def _stays(scene: Scene, route: Route) -> bool:
    """Whether gradients are multiples of what weights are multiples of, one for each scale.

    In doubles a number is 0 that is no more than rounding of the terms that cancelled in it.
    """
    for scale in dict.fromkeys(w.scale for w in scene.model.trained if w.scale):
        pulls = []
        for weight, along in of_scale(scene, scale).items():
            found, size = sized_gradient(scene, weight)
            place = _largest(along)
            unit: Any = Fraction(along[place]) if scene.exact else float(along[place])
            pull = found[place] / unit
            if np.max(np.abs(found - along * pull)) > route.tolerance * size:
                return False
            pulls.append((pull, size / abs(unit)))
        first, beside = pulls[0]
        if any(abs(pull - first) > route.tolerance * max(size, beside) for pull, size in pulls):
            return False
    return True


def _largest(matrix: Array) -> tuple[int, int]:
    row, column = np.unravel_index(int(np.argmax(np.abs(matrix))), matrix.shape)
    return int(row), int(column)
