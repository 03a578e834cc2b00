"""What is stated of a step of a mesa-layer that is taken back, as values for a witness."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class StepBack:
    """R_{t−1} as a sum of words in R_t and k."""


@dataclass(frozen=True, slots=True)
class Singular:
    """What R_t⁻¹ − k k' makes of R_t k, as a sum of words."""


@dataclass(frozen=True, slots=True)
class Pivot:
    """1 − k' R_t k, a formula in k' R_{t−1} k."""


@dataclass(frozen=True, slots=True)
class Cancellation:
    """By how much a relative error grows in the pivot, up to sign."""


@dataclass(frozen=True, slots=True)
class ErrorBack:
    """The error of R_{t−1}⁻¹ from one of R_t⁻¹, as a sum of words."""


@dataclass(frozen=True, slots=True)
class ErrorOfInverse:
    """The error of R_{t−1} from one of R_t, to first order, as a sum of words."""


@dataclass(frozen=True, slots=True)
class Stable:
    """The least forgetting factor with which errors do not grow on the way back."""


@dataclass(frozen=True, slots=True)
class ErrorsBack:
    """By what errors are multiplied in some steps back, a formula for each number of them."""


@dataclass(frozen=True, slots=True)
class UntilLost:
    """In how many steps back a rounding grows to 1, by forgetting factor."""
