"""What can be computed of the full model on the diagonal manifold in rationals."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from numeric_check.model.enumeration import (
    predictions,
    scaled_block,
)
from numeric_check.model.exact_tokens import ExactTokens, named_moment, pairs, sum_over
from numeric_check.model.laurent import Laurent, Matrix, Rational
from symbolic_mesa.text.surds import Exact

PROBE = (Fraction(2), Fraction(-3))


@dataclass(frozen=True)
class ExactScene:
    """The full model on the diagonal manifold.

    Attributes:
        tokens: the law of x_1, in d coordinates.
        length: T.
    """

    tokens: ExactTokens
    length: int

    @property
    def dim(self) -> int:
        """The dimension d."""
        return self.tokens.dim

    @property
    def probe(self) -> tuple[Fraction, Fraction]:
        """Scales (a, b) at which claims are compared."""
        return PROBE

    @property
    def scales(self) -> Mapping[str, Fraction]:
        """The probe by name."""
        return dict(zip("ab", self.probe, strict=True))

    def moment_sum(self, powers: Sequence[int], barred: Sequence[int] = ()) -> Exact:
        """Return Σ over distinct coordinates of E Π x^power, of which some are conjugates."""
        return sum_over(self.tokens, {}, pairs(powers, barred))

    def moment(self, name: str, coordinate: int) -> Exact:
        """Return a moment of one coordinate by its name, such as ``kappa_1``."""
        return named_moment(self.tokens, name, coordinate)

    @cached_property
    def loss(self) -> Fraction:
        """The population loss at the probe."""
        return self._loss(*self.probe)

    @cached_property
    def energy(self) -> Fraction:
        """The population loss of the prediction 0."""
        return self._loss(Fraction(0), Fraction(0))

    def _loss(self, a: Fraction, b: Fraction) -> Fraction:
        return self.tokens.loss(self._weights(a, b), self.length)

    def _weights(self, a: Fraction, b: Fraction) -> dict[str, Matrix]:
        return {"KQ32": scaled_block(self.dim, a), "PV12": scaled_block(self.dim, b)}

    def predictions(self, start: Sequence[Rational]) -> list[list[Laurent]]:
        """Return ŷ_2, …, ŷ_{T−1} for one x_1 at the probe, as polynomials in the phases."""
        return predictions(self._weights(*self.probe), start, self.length)
