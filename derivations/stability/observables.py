"""What claims about the end of training say of the model, as values for a witness."""

from dataclasses import dataclass

from derivations.observables import Point


@dataclass(frozen=True, slots=True)
class Spectrum:
    """The eigenvalues of the Hessian in all blocks where the flow ends, as formulas.

    Attributes:
        init: the start; None for any.
    """

    init: Point


@dataclass(frozen=True, slots=True)
class SpectrumNumbers:
    """The same as numbers."""


@dataclass(frozen=True, slots=True)
class Minimum:
    """Whether the loss has a minimum where the flow ends."""


@dataclass(frozen=True, slots=True)
class StepLimit:
    """The largest step size at which that end is stable, as a formula.

    Attributes:
        init: the start; None for any.
    """

    init: Point


@dataclass(frozen=True, slots=True)
class StepLimitNumbers:
    """The same as a number, or masked and unmasked.

    Attributes:
        surface: whether fixed points are not isolated where training ends.
    """

    surface: bool


@dataclass(frozen=True, slots=True)
class SafeStep:
    """A step size with which that end is reached monotonically.

    Attributes:
        init: the start; None for any.
    """

    init: Point
