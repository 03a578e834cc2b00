"""What is claimed of a model in words beside its training: the model is run where training is.

Losses and gradients are those of prompts on which the statement is run, weights those that a flow
comes to. What is claimed is not looked at for either.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from derivations.in_words import observables as of
from numeric_check.sampling.prompt_groups import Seen
from numeric_check.words.arrays import Array
from numeric_check.words.interpreter import Scene
from symbolic_mesa.exceptional import said_at
from symbolic_mesa.record import Claim, Derivation
from symbolic_mesa.statement.regression import Trained
from symbolic_mesa.witness.word_trials import Trial

PROBE, START, END = "probe", "start", "end"
"""Weights in general position, those at the start of training, and those at its end."""

Sight = Mapping[str, Seen]  # by place


class Told(NamedTuple):
    """A number that is claimed, and what shows it.

    Attributes:
        claimed: the number.
        shown: the same by what prompts show.
        scale: the size of which rounding is a part.
    """

    claimed: float
    shown: Callable[[Sight], float]
    scale: float


@dataclass(frozen=True, eq=False)
class Course:
    """A training of a model in words, to be held against claims.

    Attributes:
        scenes: the model at weights, by place; numbers have the scales and weights that are one.
        derivation: what is derived of it.
        seen: what all prompts show.
        at_rest: whether nothing moves at the end.
        on_ansatz: whether the end is on the ansatz.
    """

    scenes: Mapping[str, Scene]
    derivation: Derivation
    seen: Sight
    at_rest: bool
    on_ansatz: bool

    def trial(self, place: str) -> Trial:
        """Return the scene at a place, for claims."""
        return Trial(self.scenes[place], self.derivation)

    @property
    def places(self) -> tuple[str, ...]:
        """Where claims about the loss can be held against it."""
        return (PROBE, START, END) if self.on_ansatz else (PROBE, START)

    @property
    def loss_scale(self) -> float:
        """The size of losses."""
        return max(abs(one.loss) for one in self.seen.values())

    @property
    def slope_scale(self) -> float:
        """The size of slopes, which cancel at the end."""
        return max(float(np.max(np.abs(s))) for s in self.seen[PROBE].slopes.values())

    def size(self, weight: str) -> float:
        """Return the size of a weight."""
        return max(float(np.max(np.abs(one.matrices[weight]))) for one in self.scenes.values())


def entries(claimed: Any, shown: Callable[[Sight], Array], scale: float) -> Iterator[Told]:
    """Yield a matrix entry by entry."""
    stated = np.asarray(claimed, dtype=float)
    stated = stated.reshape(1, 1) if stated.ndim == 0 else stated

    def at(place: tuple[int, ...]) -> Callable[[Sight], float]:
        return lambda sight: float(np.reshape(shown(sight), stated.shape)[place])

    for place in np.ndindex(stated.shape):
        yield Told(float(stated[place]), at(place), scale)


def _loss(course: Course, claim: Claim, _: object) -> Iterator[Told]:
    for place in course.places:
        stated = float(course.trial(place).at(claim.value))
        yield Told(stated, loss_at(place), course.loss_scale)


def _gradient(course: Course, claim: Claim, observable: of.Gradient) -> Iterator[Told]:
    for place in course.places:
        stated, shown = course.trial(place).at(claim.value), slope_at(place, observable.weight)
        yield from entries(stated, shown, course.slope_scale)


def _along(course: Course, scale: str) -> dict[str, Array]:
    """Return what a scale multiplies, by weight."""
    scene = course.scenes[START]
    return {w.name: along(scene, w) for w in scene.model.trained if w.scale == scale}


def along(scene: Scene, weight: Trained) -> Array:
    """Return the matrix of which a weight is a multiple."""
    size = len(scene.matrices[weight.name])
    return scene.matrices[weight.along] if weight.along else np.eye(size)


def _velocity(course: Course, claim: Claim, observable: of.Velocity) -> Iterator[Told]:
    every = _along(course, observable.scale)
    norm = _square(every)
    for place in course.places:
        stated = float(course.trial(place).at(claim.value))
        yield Told(stated, _speed(place, every), course.slope_scale * max(1.0, 1 / norm))


def _stays(course: Course, claim: Claim, _: object) -> Iterator[Told]:
    """Nothing pulls off the ansatz; a claim that something does has no number."""
    if said_at(claim.value, claim.exceptions, course.trial(PROBE).at) is not True:
        return
    trained = course.scenes[PROBE].model.trained
    for scale in dict.fromkeys(one.scale for one in trained if one.scale):
        every = _along(course, scale)
        for name, one in every.items():
            yield from entries(0 * one, _pull(name, every), course.slope_scale)


def _square(every: Mapping[str, Array]) -> float:
    return sum(float(np.sum(one * one)) for one in every.values())


def _speed(place: str, every: Mapping[str, Array]) -> Callable[[Sight], float]:
    """Return what gives the velocity of the scale of these."""
    norm = _square(every)
    return lambda sight: (
        -sum(float(np.sum(sight[place].slopes[name] * one)) / norm for name, one in every.items())
    )


def _pull(name: str, every: Mapping[str, Array]) -> Callable[[Sight], Array]:
    """Return what gives the gradient in a weight less its share in that of the scale."""
    speed = _speed(PROBE, every)
    return lambda sight: sight[PROBE].slopes[name] + speed(sight) * every[name]


def _resting(course: Course, claim: Claim, observable: of.RestingScale) -> Iterator[Told]:
    if not (course.at_rest and course.on_ansatz):
        return
    value = said_at(claim.value, claim.exceptions, course.trial(END).at)
    if isinstance(value, str):
        return  # it rests everywhere there
    scale = float(course.trial(END).at(value))
    for name, one in _along(course, observable.scale).items():
        yield from entries(scale * one, _ended(course, name), course.size(name))
    yield from still(course)


def _normal(course: Course, claim: Claim, _: object) -> Iterator[Told]:
    yield from _least(course, claim.value, course.trial(END).claimed("minimiser"))


def _minimiser(course: Course, claim: Claim, _: object) -> Iterator[Told]:
    yield from _least(course, course.trial(END).claimed("normal-matrix"), claim.value)


def _least(course: Course, gamma: Any, minimiser: Any) -> Iterator[Told]:
    if not course.at_rest:
        return
    (weight,) = course.scenes[END].model.trained
    inverse = np.linalg.inv(course.trial(END).at(gamma))
    stated = course.trial(END).at(minimiser, {"Gamma^-1": inverse})
    yield from entries(stated, _ended(course, weight.name), course.size(weight.name))
    yield from still(course)


def still(course: Course) -> Iterator[Told]:
    """Yield 0 and every entry of the gradient at the end, as prompts show it."""
    for name, slope in course.seen[END].slopes.items():
        yield from entries(0 * slope, slope_at(END, name), course.slope_scale)


def _ended(course: Course, weight: str) -> Callable[[Sight], Array]:
    """Return what gives a weight at the end."""
    return held(course.scenes[END].matrices[weight])


def held(value: Array) -> Callable[[Sight], Array]:
    """Return what gives this, whatever prompts show."""
    return lambda sight: value


def loss_at(place: str) -> Callable[[Sight], float]:
    """Return what gives the loss."""
    return lambda sight: sight[place].loss


def slope_at(place: str, weight: str) -> Callable[[Sight], Array]:
    """Return what gives the gradient in a weight."""
    return lambda sight: sight[place].slopes[weight]


def _conserved(course: Course, claim: Claim, _: object) -> Iterator[Told]:
    """Yield each form at the start and at the end."""
    for form in claim.parts.values():
        before, after = (course.trial(place).at(form) for place in (START, END))
        scale = max(float(np.max(np.abs(one))) for one in (before, after)) + 1.0
        yield from entries(before, held(after), scale)


Telling = Callable[[Course, Claim, Any], Iterator[Told]]

TOLD: Mapping[type, Telling] = {
    of.Loss: _loss,
    of.Gradient: _gradient,
    of.Stays: _stays,
    of.Velocity: _velocity,
    of.RestingScale: _resting,
    of.NormalMatrix: _normal,
    of.Minimiser: _minimiser,
    of.Conserved: _conserved,
}
"""What is held against a claim, by the type of its observable."""
