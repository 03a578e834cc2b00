"""N(0, Λ), Λ diagonal, in every dimension: sums over coordinates are traces of powers of Λ."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from symbolic_mesa.engine.patterns import Pattern
from symbolic_mesa.laws.constants import ConstantOf
from symbolic_mesa.laws.lines import law_line
from symbolic_mesa.laws.parameters import SIZE
from symbolic_mesa.laws.protocol import NO_PINS, Ring
from symbolic_mesa.laws.unlike.covariance import diagonal_matrix
from symbolic_mesa.laws.unlike.gaussian import GaussianVector
from symbolic_mesa.laws.unlike.wick import independent_sum
from symbolic_mesa.text.elements import Element
from symbolic_mesa.text.errors import CoordinatesDiffer
from symbolic_mesa.text.expressions import Quantity
from symbolic_mesa.text.surds import Exact


@dataclass(frozen=True, repr=False)
class DiagonalGaussian:
    """N(0, Λ), Λ diagonal, in every dimension: sums over coordinates are traces of powers of Λ."""

    name: str = "diagonal-gaussian"
    phrase: str = "independent coordinates N(0, lambda_j), Lambda = diag(lambda_1, ..., lambda_d)"
    conditions: tuple[str, ...] = ("lambda_j >= 0",)
    radicands: tuple[Quantity, ...] = ()
    constants: tuple[ConstantOf, ...] = ()
    real: bool = True
    dim: None = None
    exchangeable: bool = False
    symmetric: bool = True
    independent: bool = True
    every_moment_exists: bool = True

    def __repr__(self) -> str:
        return law_line(self)

    @property
    def parameters(self) -> Mapping[str, Quantity]:
        """It has none but the variances, which are as many as coordinates."""
        return {}

    def at(self, values: Mapping[str, Exact]) -> "DiagonalGaussian | GaussianVector":
        """Return the law in a dimension, with a symbol for each variance."""
        if SIZE not in values:
            return self
        variances = [f"lambda_{k + 1}" for k in range(int(values[SIZE]))]
        return GaussianVector(diagonal_matrix(variances))

    def refuse_dimension(self, dim: int) -> None:
        """Refuse nothing."""

    def symbols(self, pattern: Pattern) -> tuple[str, ...]:
        """Return the traces that a sum over all its coordinates is written in."""
        if pattern.pinned or any(power % 2 for power in pattern.free):
            return ()
        halves = sum(pattern.free) // 2
        return tuple(trace_symbol(n) for n in range(1, halves + 1))

    def coordinate_sum(
        self, pattern: Pattern, dim: Element, ring: Ring, pins: Mapping[str, int] = NO_PINS
    ) -> Element:
        """Return the moment summed over all coordinates.

        Raises:
            CoordinatesDiffer: when a coordinate is held fixed: it has a variance of its own.
        """
        held = tuple((0, power) for _, power in pattern.pinned)
        if any(power % 2 for power in (*pattern.free, *(power for _, power in held))):
            return ring.number(Fraction(0))
        if any(power for _, power in held) or (held and pattern.free):
            raise CoordinatesDiffer(
                "coordinates differ: x_j has the variance lambda_j; give d, for the law with "
                "lambda_1, ..., lambda_d"
            )

        def trace(n: int) -> Element:
            return ring.symbol(trace_symbol(n)) if n else ring.number(Fraction(1)) * dim

        return independent_sum((), pattern.free, ring, trace, trace)  # no variance is asked for

    def nonzero_sum(self, free: tuple[int, ...], dim: Element, ring: Ring) -> Element:
        """Refuse: it depends on the coordinate.

        Raises:
            CoordinatesDiffer: always.
        """
        raise CoordinatesDiffer("coordinates differ: x_j has the variance lambda_j; give d")


def trace_symbol(power: int) -> str:
    """Return the symbol of tr Λ^power.

    >>> trace_symbol(2)
    'trace_Lambda_2'
    """
    return f"trace_Lambda_{power}"


def trace_power(symbol: str) -> int | None:
    """Return n for the symbol of tr Λ^n; None for another one."""
    start, _, power = symbol.rpartition("_")
    return int(power) if start == "trace_Lambda" and power.isdigit() else None
