"""What theorems about prompts claim of a layer, beside its training: the layer is run there.

The model in words that states a layer has its blocks by name: U, u, v and r of one head, U1, u1, …
of several, A1 and A2 of two layers. A is Σ u U.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

import numpy as np

from derivations.regression import layer_observables as layers
from derivations.regression import observables as of
from derivations.regression.mahankali import observables as white
from numeric_check.words.arrays import Array
from numeric_check.words.interpreter import Scene
from symbolic_mesa.record import Claim
from symbolic_mesa.witness.measures.regression import matrix_at, value_at
from symbolic_mesa.witness.trained_words import (
    END,
    PROBE,
    START,
    Course,
    Telling,
    Told,
    entries,
    held,
    loss_at,
    slope_at,
    still,
)

HEADS = (("u", "U"), ("u1", "U1"), ("u2", "U2"))
LAYERS = ("A1", "A2")
SADDLE = 1e-6  # a weight, or a difference of two, that counts as none


@dataclass(frozen=True, eq=False)
class Layer:
    """A layer at weights, as formulas take it.

    Attributes:
        scene: the model at these weights.
    """

    scene: Scene

    exact = False

    @property
    def identity(self) -> Array:
        """The identity of the tokens' space."""
        return np.eye(int(self.scene.numbers["d"]))

    @property
    def product(self) -> Array:
        """A, the sum of u U."""
        every = self.scene.matrices
        parts = [every[u][0, 0] * every[m] for u, m in HEADS if u in every]
        return np.asarray(sum(parts, 0 * self.identity))

    @cached_property
    def numbers(self) -> Mapping[str, Any]:
        """What symbols and matrices are."""
        sizes = {name: Fraction(value) for name, value in self.scene.numbers.items()}
        scales = {name: sizes[own] for name, own in (("u_1", "u1"), ("u_2", "u2")) if own in sizes}
        return {**self.scene.matrices, **sizes, **scales, "A": self.product}


def _at(course: Course, place: str) -> Layer:
    return Layer(course.scenes[place])


def _full_loss(course: Course, claim: Claim, _: object) -> Iterator[Told]:
    for place in (PROBE, START, END):
        stated = float(value_at(claim.value, _at(course, place)))
        yield Told(stated, loss_at(place), course.loss_scale)


def _loss(course: Course, claim: Claim, _: object) -> Iterator[Told]:
    """The loss where v and r are 0."""
    for place in (START, END):
        stated = float(value_at(claim.value, _at(course, place)))
        yield Told(stated, loss_at(place), course.loss_scale)


def _stay(course: Course, claim: Claim, _: object) -> Iterator[Told]:
    """The gradient in v and r where both are 0, and where training takes them."""
    if claim.value is not True:
        return
    for name in ("v", "r"):
        for place in (START, END):
            slope = course.seen[place].slopes[name]
            yield from entries(0 * slope, slope_at(place, name), course.slope_scale)
        yield from entries(0 * slope, held(course.scenes[END].matrices[name]), 1.0)


def _gradient(course: Course, claim: Claim, _: object) -> Iterator[Told]:
    """U times the gradient in A is that in U."""
    for place in (START, END):
        layer = _at(course, place)
        stated = float(layer.numbers["u"]) * matrix_at(claim.value, layer)
        yield from entries(stated, slope_at(place, "U"), course.slope_scale)


def _flow_matrix(course: Course, claim: Claim, _: object) -> Iterator[Told]:
    name = "U" if "U" in course.scenes[START].matrices else "U1"
    stated = -matrix_at(claim.value, _at(course, START))
    yield from entries(stated, slope_at(START, name), course.slope_scale)


def _flow_scale(course: Course, claim: Claim, _: object) -> Iterator[Told]:
    name = "u" if "u" in course.scenes[START].matrices else "u1"
    stated = -value_at(claim.value, _at(course, START))
    yield from entries(stated, slope_at(START, name), course.slope_scale)


def _gamma(course: Course, claim: Claim, _: object) -> Iterator[Told]:
    yield from _rests(course, np.linalg.inv(matrix_at(claim.value, _at(course, END))))


def _minima(course: Course, claim: Claim, _: object) -> Iterator[Told]:
    """The claim in terms of Γ⁻¹, which is where training ends by `InverseMinimiser`."""
    if _is_minimal(course):
        layer = _at(course, END)
        stated = matrix_at(claim.value, layer, **{"Gamma^-1": layer.product})
        yield from _rests(course, stated)


def _step_size(course: Course, claim: Claim, _: object) -> Iterator[Told]:
    layer = _at(course, END)
    yield from _rests(course, value_at(claim.value, layer) * layer.identity)


def _is_minimal(course: Course) -> bool:
    """Whether training ends at rest, and not at the saddle where A is 0."""
    return course.at_rest and float(np.max(np.abs(_at(course, END).product))) > SADDLE


def _rests(course: Course, stated: Array) -> Iterator[Told]:
    if _is_minimal(course):
        found = _at(course, END).product
        yield from entries(stated, held(found), float(np.max(np.abs(found))))
        yield from still(course)


def _least(course: Course, claim: Claim, _: object) -> Iterator[Told]:
    if _is_minimal(course):
        layer = _at(course, END)
        stated = float(value_at(claim.value, layer, **{"Gamma^-1": layer.product}))
        yield Told(stated, loss_at(END), course.loss_scale)


def _conserved(course: Course, claim: Claim, _: object) -> Iterator[Told]:
    yield from _kept(course, claim.value, ("u", "u"), ("U",))


def _kept(
    course: Course, form: Any, scales: tuple[str, str], matrices: tuple[str, ...]
) -> Iterator[Told]:
    """A form at both ends of training; and where every U is 0, a product of two u."""
    layer = _at(course, START)
    nothing = {name: 0 * layer.numbers[name] for name in matrices}
    first, second = (float(layer.numbers[name]) for name in scales)
    alone = float(value_at(form, layer, **nothing))
    yield from entries(alone, held(np.array(first * second)), abs(first * second) + 1.0)
    before, after = (float(value_at(form, _at(course, place))) for place in (START, END))
    yield from entries(before, held(np.array(after)), abs(before) + abs(after) + 1.0)


def _heads_conserved(course: Course, claim: Claim, _: object) -> Iterator[Told]:
    for key, form in claim.parts.items():
        names = f"u_{key.first}", f"u_{key.second}"
        yield from _kept(course, form, names, ("U1", "U2"))


def _steps(course: Course, place: str) -> dict[str, Fraction]:
    """Return the multiples of Λ⁻¹ that layers are, with their sizes."""
    scene = course.scenes[place]
    inverse = scene.matrices["Lambda^-1"]
    norm = float(np.sum(inverse * inverse))
    found = {
        f"a_{k}": Fraction(float(np.sum(scene.matrices[name] * inverse)) / norm)
        for k, name in enumerate(LAYERS, start=1)
    }
    return {**found, **{name: Fraction(scene.numbers[name]) for name in "dN"}}


def _layers_loss(course: Course, claim: Claim, observable: layers.LayersLoss) -> Iterator[Told]:
    if observable.depth == len(LAYERS):
        for place in course.places:
            stated = float(claim.value.at(_steps(course, place)))
            yield Told(stated, loss_at(place), course.loss_scale)


def _least_layers(
    course: Course, claim: Claim, observable: layers.LeastLayersLoss
) -> Iterator[Told]:
    """Steps that are equal stay equal: where they end the loss need not be the least."""
    steps = _steps(course, END)
    apart = abs(steps["a_1"] - steps["a_2"]) > SADDLE
    if observable.depth == len(LAYERS) and course.at_rest and apart:
        yield Told(float(claim.value.at(steps)), loss_at(END), course.loss_scale)


TOLD: Mapping[type, Telling] = {
    of.FullLoss: _full_loss,
    of.BlocksStay: _stay,
    of.Loss: _loss,
    of.GradientA: _gradient,
    of.InverseMinimiser: _gamma,
    of.LeastLoss: _least,
    of.FlowU: _flow_scale,
    of.FlowMatrix: _flow_matrix,
    of.Conserved: _conserved,
    of.StationaryMatrix: _minima,
    of.HeadsStationaryMatrix: _minima,
    of.HeadsConserved: _heads_conserved,
    of.HeadsScaleFlow: _flow_scale,
    of.HeadsMatrixFlow: _flow_matrix,
    white.StepSize: _step_size,
    layers.LayersLoss: _layers_loss,
    layers.LeastLayersLoss: _least_layers,
}
"""What is held against a claim, by the type of its observable."""
