"""What a derivation is asked for: a law, the dimension, lengths, an initial point."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from symbolic_mesa.laws.parameters import at_size
from symbolic_mesa.laws.protocol import TokenLaw
from symbolic_mesa.text.errors import InvalidInput
from symbolic_mesa.text.exact_numbers import whole
from symbolic_mesa.text.quoting import shortened


@dataclass(frozen=True, slots=True, repr=False)
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

    def __repr__(self) -> str:
        sizes = (("d", self.dim), ("T", self.length), ("T_test", self.test_length))
        given = [f"{name}={value}" for name, value in sizes if value is not None]
        given += [f"init=({', '.join(map(str, self.init))})"] if self.init is not None else []
        return f"Setting({', '.join([repr(self.law), *given])})"

    def __post_init__(self) -> None:
        if self.law.dim is not None:
            if self.dim not in (None, self.law.dim):
                raise InvalidInput(
                    f"dim={self.dim}: the law has {self.law.dim} coordinates; leave --dim out"
                )
            object.__setattr__(self, "dim", self.law.dim)  # frozen, but not yet handed out
        self._make_whole("dim", 1, "a token needs a coordinate")
        self._make_whole("length", 1, "a sequence has a token")
        self._make_whole("test_length", 2, "a prediction at t averages over t - 1 tokens")
        if self.dim is not None:
            object.__setattr__(self, "law", at_size(self.law, self.dim))  # likewise

    def _make_whole(self, name: str, least: int, rule: str) -> None:
        """Keep a size as an integer, or refuse it."""
        given = getattr(self, name)
        if given is None:
            return
        value = whole(given, name, f"give one that is >= {least}")
        if value < least:
            raise InvalidInput(
                f"{name}={shortened(str(value))}: {rule}; give a whole number >= {least}"
            )
        object.__setattr__(self, name, value)  # frozen, but not yet handed out

    @property
    def name(self) -> str:
        """The law and what is given, in words.

        >>> from symbolic_mesa import laws
        >>> Setting(laws.gaussian(1), 5, 100).name
        'gaussian sigma=1 d=5 T=100'
        """
        law = self.law
        given = [f"{name}={value}" for name, value in law.parameters.items() if value != name]
        given += [f"d={self.dim}"] if self.dim is not None else []
        given += [f"T={self.length}"] if self.length is not None else []
        given += [f"init={','.join(map(str, self.init))}"] if self.init is not None else []
        given += [f"T_test={self.test_length}"] if self.test_length is not None else []
        return " ".join([law.name, *given])

    def at(self, numbers: Mapping[str, Fraction]) -> "Setting":
        """Return the setting with numbers for d, for T and for symbols of the law.

        Raises:
            InvalidInput: when a number for d or T is no whole one, or too small.
        """
        sizes = {name: whole(numbers[name], name) for name in ("d", "T") if name in numbers}
        dim, length = sizes.get("d", self.dim), sizes.get("T", self.length)
        return replace(self, law=self.law.at(numbers), dim=dim, length=length)
