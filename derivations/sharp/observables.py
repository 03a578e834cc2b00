"""What claims about leaving the diagonal say of the model, as values for a witness."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Charge:
    """The charge of products of blocks, by part."""


@dataclass(frozen=True, slots=True)
class DiagonalGradient:
    """An entry of the gradient on the diagonal, at (aI, bI).

    Attributes:
        block: the block.
    """

    block: str


@dataclass(frozen=True, slots=True)
class OffDiagonalGradient:
    """An entry of the gradient off the diagonal, at (aI, bI).

    Attributes:
        block: the block.
    """

    block: str


@dataclass(frozen=True, slots=True)
class OtherGradients:
    """Every entry of the gradient in the other four blocks, at (aI, bI)."""


@dataclass(frozen=True, slots=True)
class GradientByMoment:
    """An entry of the gradient at (aI, bI) as a sum over moments, by part.

    Attributes:
        block: the block.
        off: whether the entry is off the diagonal.
    """

    block: str
    off: bool


@dataclass(frozen=True, slots=True)
class AssumptionAsWritten:
    """Whether Assumption 4.1 holds as it is written."""


@dataclass(frozen=True, slots=True)
class Conditions:
    """The conditions for off-diagonal entries of the gradient to vanish, by part.

    Attributes:
        length: T, of which they may be conditions.
    """

    length: int | None


@dataclass(frozen=True, slots=True)
class StaysDiagonal:
    """Whether the gradient at (aI, bI) is of that form."""


@dataclass(frozen=True, slots=True)
class Response:
    """Whether an off-diagonal entry responds to a moment, by part."""
