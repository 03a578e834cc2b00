"""Random sequences to train on: how many, which, and whether they can be had."""

from dataclasses import dataclass
from decimal import Decimal

from symbolic_mesa.text.errors import InvalidInput
from symbolic_mesa.text.exact_numbers import whole

MOST_NUMBERS = 1 << 27  # doubles held at a time: 1 GiB
MOST_SIMULATED = 10**13  # numbers: some weeks
PER_DAY = 4 * 10**11  # numbers that one core simulates


def fits(option: str, numbers: int) -> None:
    """Refuse to hold more numbers than memory has."""
    if numbers > MOST_NUMBERS:
        raise InvalidInput(
            f"{option}: {float(numbers):.1e} numbers would be held at a time, above "
            f"{MOST_NUMBERS:.1e}; give smaller sizes"
        )


def _rounded(number: int) -> str:
    """Return a large whole number with two digits; it may be beyond the range of doubles."""
    return f"{Decimal(number):.1e}".replace("e+", "e")


@dataclass(frozen=True)
class Samples:
    """Random sequences to train on.

    Attributes:
        count: how many.
        seed: the same seed gives the same sequences.
        fresh: whether each epoch has its own.
        single: whether to compute in single precision.
        gather: whether to gather them once into a quartic form, which an epoch then evaluates.
    """

    count: int
    seed: int = 1
    fresh: bool = False
    single: bool = False
    gather: bool = False

    def __post_init__(self) -> None:
        for name in ("count", "seed"):  # frozen, but not yet handed out
            object.__setattr__(self, name, whole(getattr(self, name), name))
        if self.seed < 0:
            raise InvalidInput(f"seed={self.seed}: a seed is no negative number; give 1")
        if self.count < 1:
            raise InvalidInput(f"--samples {self.count}: give at least 1")
        if self.gather and (self.fresh or self.single):
            raise InvalidInput(
                "--gather: a form is gathered once, in double precision; leave it, or --fresh and "
                "--single, out"
            )

    def check_sizes(self, dim: int, length: int, epochs: int = 0) -> None:
        """Refuse sizes that do not fit into memory, and those that would take weeks."""
        passes = 1 if self.gather else epochs + 1
        numbers = self.count * length * dim * passes
        if numbers > MOST_SIMULATED:
            more = f", {passes} times" if passes > 1 else ""
            raise InvalidInput(
                f"--samples {self.count}: {_rounded(numbers)} numbers would be simulated (d = "
                f"{dim} and T = {length} in each sequence{more}), which takes some "
                f"{_rounded(numbers // PER_DAY)} days; give fewer"
            )
        if self.gather:
            fits("--gather", (8 * dim**3) ** 2)
        else:
            fits("--samples", 4 * dim * (dim + 12) * length)  # of two sequences, complex

    def seed_at(self, epoch: int) -> int | tuple[int, int]:
        """Return the seed of an epoch's sequences."""
        return (self.seed, epoch + 1) if self.fresh else self.seed  # a 0 at the end is no seed
