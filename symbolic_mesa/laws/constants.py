"""Numbers that are no algebraic functions of a law's parameters, as moments of laws have them.

One is a symbol in formulas, whose value is known to any digits. At algebraic parameters each of
these is transcendental, so that a polynomial in it vanishes only when its coefficients do: π, and e
to an algebraic power other than 0 (Lindemann 1882); exp(-z²/2) over its integral from 0 to z
(values of E-functions: Shidlovskii 1959). No law has two: of two, nothing like it is known.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from symbolic_mesa.text.errors import InvalidInput, MesaError
from symbolic_mesa.text.expressions import Expression, Quantity

if TYPE_CHECKING:
    import mpmath

FARTHEST = 10_000  # of the exponents of 2 with which a number is written out
DIGITS = 60  # of a constant that stands as a fraction


@dataclass(frozen=True, slots=True)
class Constant:
    """A number that depends on a law's parameters.

    Attributes:
        name: its symbol.
        words: what it is.
        value: the number as a real of mpmath, in its working precision, from parameters by name.
        depends: the parameters that it depends on.
        low: a number that it is larger than.
        in_moments: whether moments have it, and not only the probability of a value.
    """

    name: str
    words: str
    value: Callable[..., "mpmath.mpf"]
    depends: tuple[str, ...] = ()
    low: Fraction = Fraction(0)
    in_moments: bool = True


@dataclass(frozen=True, slots=True)
class ConstantOf:
    """A constant of a law: what it is at that law's parameters.

    Attributes:
        constant: the constant.
        parameters: the parameters of the law.
    """

    constant: Constant
    parameters: tuple[tuple[str, Quantity], ...]

    @property
    def name(self) -> str:
        """Its symbol."""
        return self.constant.name

    @property
    def symbols(self) -> tuple[str, ...]:
        """The symbols that it depends on."""
        values = self._given.values()
        names = {name for v in values if isinstance(v, Expression) for name in v.names}
        return tuple(sorted(names | {v for v in values if isinstance(v, str)}))

    @property
    def _given(self) -> dict[str, Quantity]:
        return {name: v for name, v in self.parameters if name in self.constant.depends}

    def value(self, numbers: Mapping[str, Any]) -> "mpmath.mpf":
        """Return the number as a real of mpmath, with numbers for the symbols in parameters.

        Raises:
            MesaError: when a symbol has no number.
        """
        import mpmath  # whoever asks for a real has loaded it

        reals: dict[str, mpmath.mpf] = {}
        for name, given in self._given.items():
            found: Any = numbers.get(given) if isinstance(given, str) else given
            found = found.at(numbers) if isinstance(found, Expression) else found
            if found is None or isinstance(found, Expression):
                raise MesaError(f"{given} has no value; give it a number")
            if isinstance(found, Fraction):
                reals[name] = mpmath.mpf(found.numerator) / found.denominator
            else:
                reals[name] = mpmath.mpmathify(found)
        return self.constant.value(**reals)

    def fraction(self) -> Fraction:
        """Return the number to so many digits, as a fraction; its parameters are numbers.

        One that is far below doubles is 0: what is said of it is an identity in it.

        Raises:
            InvalidInput: when it is far beyond doubles.
        """
        import mpmath

        with mpmath.workdps(DIGITS):
            value = self.value({})
            mantissa, exponent = value.man_exp
            if exponent > FARTHEST:
                raise InvalidInput(f"{self.name}: a number beyond 2^{FARTHEST}; scale the law")
            if exponent < -FARTHEST:
                return Fraction(0)
            return Fraction(int(mantissa)) * Fraction(2) ** int(exponent)


def pi() -> "mpmath.mpf":
    """Return π."""
    import mpmath

    return +mpmath.pi


def growth(sigma: "mpmath.mpf") -> "mpmath.mpf":
    """Return e^{σ²/2}."""
    import mpmath

    return mpmath.exp(sigma**2 / 2)


def emptiness(rate: "mpmath.mpf") -> "mpmath.mpf":
    """Return e^{−rate}, the probability that a Poisson number is 0."""
    import mpmath

    return mpmath.exp(-rate)


def density_at_ends(sigma: "mpmath.mpf", bound: "mpmath.mpf") -> "mpmath.mpf":
    """Return the sum of the density of a truncated Gaussian at −bound and at bound."""
    import mpmath

    ratio = bound / sigma
    return 2 * mpmath.npdf(ratio) / (sigma * mpmath.erf(ratio / mpmath.sqrt(2)))
