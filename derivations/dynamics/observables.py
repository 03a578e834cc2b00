"""What claims about the flow of (a, b) say of the model, as values for a witness.

Each carries its start: `init`, or None for any.
"""

from dataclasses import dataclass

from derivations.observables import Point


@dataclass(frozen=True, slots=True)
class Conserved:
    """What the flow conserves, a² − b²."""

    init: Point


@dataclass(frozen=True, slots=True)
class Trajectory:
    """A scale, or a product of scales, as a function of time.

    Attributes:
        init: the start; None for any.
        scales: the scale, or the factors.
    """

    init: Point
    scales: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Limit:
    """Where a scale tends.

    Attributes:
        init: the start; None for any.
        scale: the scale.
    """

    init: Point
    scale: str


@dataclass(frozen=True, slots=True)
class Basin:
    """Whether the flow ends in the saddle or in a minimum."""

    init: Point


@dataclass(frozen=True, slots=True)
class Rate:
    """The rate at which the flow comes near its end."""

    init: Point


@dataclass(frozen=True, slots=True)
class LojasiewiczConstant:
    """The least ratio of the gradient's square to the loss on the way."""

    init: Point


@dataclass(frozen=True, slots=True)
class TimeTo:
    """The time until ab is as near to its end as is asked for."""

    init: Point


@dataclass(frozen=True, slots=True)
class Expansion:
    """The fixed point, where the flow ends, and its rate, for long sequences."""

    init: Point
