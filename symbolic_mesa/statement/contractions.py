"""Models as data: tokens, weights and the sums over coordinates and times that join them.

A prediction is a sum of `Contraction` values. Each is a product of weights, tokens and conjugate
tokens over named coordinate indices (plain strings) and time indices (`TimeIndex` forms such as
``s - 1``). Tokens follow ``x_t = W^(t-1) x_1`` with W diagonal, and ``x_t = 0`` for t < 1.
"""

from dataclasses import dataclass, replace
from fractions import Fraction

from symbolic_mesa.text.errors import InvalidInput


@dataclass(frozen=True, slots=True)
class TimeIndex:
    """An integer affine form in time indices, for example ``s - 1``.

    >>> t = time_index("t")
    >>> (t - 1) + t
    TimeIndex(coefficients=(('t', 2),), constant=-1)
    """

    coefficients: tuple[tuple[str, int], ...]
    constant: int = 0

    def __add__(self, other: "TimeIndex | int") -> "TimeIndex":
        if isinstance(other, int):
            return TimeIndex(self.coefficients, self.constant + other)
        totals = dict(self.coefficients)
        for name, coefficient in other.coefficients:
            totals[name] = totals.get(name, 0) + coefficient
        kept = tuple(sorted((name, value) for name, value in totals.items() if value))
        return TimeIndex(kept, self.constant + other.constant)

    def __mul__(self, factor: int) -> "TimeIndex":
        if factor == 0:
            return TimeIndex(())
        scaled = tuple((name, factor * value) for name, value in self.coefficients)
        return TimeIndex(scaled, factor * self.constant)

    def __neg__(self) -> "TimeIndex":
        return self * -1

    def __sub__(self, other: "TimeIndex | int") -> "TimeIndex":
        return self + (-other)

    def renamed(self, names: dict[str, str]) -> "TimeIndex":
        """Return the form with time indices renamed; names that are not listed stay."""
        moved = tuple(sorted((names.get(name, name), value) for name, value in self.coefficients))
        return TimeIndex(moved, self.constant)


def time_index(name: str) -> TimeIndex:
    """Return the time index called `name`; the name ``T`` is the length of the sequence."""
    return TimeIndex(((name, 1),))


def fixed_time(value: int) -> TimeIndex:
    """Return the time `value` as a form without indices, for the ends of a range."""
    return TimeIndex((), value)


@dataclass(frozen=True, slots=True)
class TimeRange:
    """A time index that runs over the integers from `first` to `last`, both included."""

    name: str
    first: TimeIndex
    last: TimeIndex

    def renamed(self, names: dict[str, str]) -> "TimeRange":
        """Return the range with time indices renamed, its own and those of its ends."""
        first, last = self.first.renamed(names), self.last.renamed(names)
        return TimeRange(names.get(self.name, self.name), first, last)


@dataclass(frozen=True, slots=True)
class Token:
    """The coordinate `coordinate` of the token at `time`, or its complex conjugate."""

    coordinate: str
    time: TimeIndex
    conjugate: bool = False


@dataclass(frozen=True, slots=True)
class Weight:
    """The entry (`row`, `column`) of the real weight block called `block`."""

    block: str
    row: str
    column: str


@dataclass(frozen=True, slots=True)
class Contraction:
    """A product of weights and tokens, summed over its coordinate and time indices.

    Attributes:
        tokens: the tokens and conjugate tokens of the product.
        weights: the weight entries of the product.
        sums: the time indices that are summed over. The ends of a range may use T and the indices
            before it; only the first may use T.
        divisors: time forms that the product is divided by, each ``t - c`` in the first index.
        deltas: pairs of coordinate indices that must be equal (Kronecker deltas).
        coefficient: a rational factor.
    """

    tokens: tuple[Token, ...]
    weights: tuple[Weight, ...] = ()
    sums: tuple[TimeRange, ...] = ()
    divisors: tuple[TimeIndex, ...] = ()
    deltas: tuple[tuple[str, str], ...] = ()
    coefficient: Fraction = Fraction(1)

    def coordinates(self) -> tuple[str, ...]:
        """Return the coordinate indices in the order in which they first occur."""
        tokens = [token.coordinate for token in self.tokens]
        weights = [index for weight in self.weights for index in (weight.row, weight.column)]
        deltas = [index for pair in self.deltas for index in pair]
        return tuple(dict.fromkeys(tokens + weights + deltas))

    def renamed(self, coordinates: dict[str, str], times: dict[str, str]) -> "Contraction":
        """Return the same contraction with indices renamed; names that are not listed stay."""

        def move(index: str) -> str:
            return coordinates.get(index, index)

        return replace(
            self,
            tokens=tuple(
                Token(move(x.coordinate), x.time.renamed(times), x.conjugate) for x in self.tokens
            ),
            weights=tuple(Weight(w.block, move(w.row), move(w.column)) for w in self.weights),
            sums=tuple(span.renamed(times) for span in self.sums),
            divisors=tuple(form.renamed(times) for form in self.divisors),
            deltas=tuple((move(left), move(right)) for left, right in self.deltas),
        )

    def conjugated(self) -> "Contraction":
        """Return the complex conjugate; weights are real."""
        flipped = tuple(replace(token, conjugate=not token.conjugate) for token in self.tokens)
        return replace(self, tokens=flipped)

    def times(self, other: "Contraction") -> "Contraction":
        """Return the product; indices of the same name are shared, so rename them first."""
        return Contraction(
            tokens=self.tokens + other.tokens,
            weights=self.weights + other.weights,
            sums=self.sums + other.sums,
            divisors=self.divisors + other.divisors,
            deltas=self.deltas + other.deltas,
            coefficient=self.coefficient * other.coefficient,
        )


@dataclass(frozen=True, slots=True)
class Model:
    """A model trained to predict `target` by least squares, summed over `steps`.

    The loss is the sum over `steps` of half the expected squared modulus of prediction minus
    target, summed over the coordinate index `output`.

    Attributes:
        prediction: the terms of the prediction; each time range is a sum inside one step.
        target: the terms of the target.
        output: the coordinate index that every term has as its free index.
        steps: the range of the time index that all terms share.
        blocks: the weight blocks that occur, in order.
    """

    prediction: tuple[Contraction, ...]
    target: tuple[Contraction, ...]
    output: str
    steps: TimeRange

    def __post_init__(self) -> None:
        for term in self.prediction + self.target:
            if self.output not in term.coordinates():
                raise InvalidInput(
                    f"the term {term} lacks the output index {self.output!r}; "
                    "every term of a model must carry it"
                )

    @property
    def blocks(self) -> tuple[str, ...]:
        """The weight blocks that occur in the prediction, in order."""
        return tuple(dict.fromkeys(w.block for term in self.prediction for w in term.weights))
