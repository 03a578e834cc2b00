"""What a derivation is asked for: a law, the dimension, lengths, an initial point."""

from dataclasses import dataclass
from fractions import Fraction

from symbolic_mesa.laws.protocol import TokenLaw
from symbolic_mesa.text.errors import InvalidInput


@dataclass(frozen=True, slots=True)
class Setting:
    """A law with d, T, an initial point and a test length T_test; None leaves them symbolic.

    Raises:
        InvalidInput: when d < 1, T < 1, T_test < 2, d is not the law's own, or no law is in R^d.
    """

    law: TokenLaw
    dim: int | None = None
    length: int | None = None
    init: tuple[Fraction, ...] | None = None
    test_length: int | None = None

    def __post_init__(self) -> None:
        if self.law.dim is not None:
            if self.dim not in (None, self.law.dim):
                raise InvalidInput(
                    f"dim={self.dim}: the law has {self.law.dim} coordinates; leave --dim out"
                )
            object.__setattr__(self, "dim", self.law.dim)  # frozen, but not yet handed out
        _whole("dim", self.dim, 1, "a token needs a coordinate")
        _whole("length", self.length, 1, "a sequence has a token")
        _whole("test_length", self.test_length, 2, "a prediction at t averages over t - 1 tokens")
        if self.dim is not None:
            self.law.refuse_dimension(self.dim)


def _whole(name: str, value: int | None, least: int, rule: str) -> None:
    if value is None:
        return
    if isinstance(value, bool) or not isinstance(value, int):
        raise InvalidInput(f"{name}={value!r}: not a whole number; give one that is >= {least}")
    if value < least:
        raise InvalidInput(f"{name}={value}: {rule}; give a whole number >= {least}")
