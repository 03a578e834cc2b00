"""A regression model as data: Gaussian matrices, weights, and words for prediction and target."""

from dataclasses import dataclass
from typing import Literal

from symbolic_mesa.statement.words import LINE, Node, degree, spaces_of_ones

Kind = Literal["positive", "symmetric", "any"]


@dataclass(frozen=True, slots=True)
class Fixed:
    """A matrix that is given.

    Attributes:
        name: what it is called.
        rows: the space of its rows.
        columns: that of its columns.
        kind: whether it is positive definite, and has an inverse, or symmetric.
    """

    name: str
    rows: str
    columns: str
    kind: Kind = "any"

    def __str__(self) -> str:
        return f"{self.kind} {self.rows} x {self.columns}"


@dataclass(frozen=True, slots=True)
class Drawn:
    """A Gaussian matrix of mean 0, its columns independent.

    Attributes:
        name: what it is called.
        rows: the space of its rows.
        columns: that of its columns.
        covariance: the name of the covariance of each column; empty for the identity.
    """

    name: str
    rows: str
    columns: str
    covariance: str = ""

    def __str__(self) -> str:
        return f"{self.rows} x {self.columns}, columns {self.covariance or 'I'}"


@dataclass(frozen=True, slots=True)
class Trained:
    """A weight.

    Attributes:
        name: what it is called.
        rows: the space of its rows.
        columns: that of its columns.
        scale: the scale that it is written in, where it is a multiple of a matrix; else empty.
        along: the name of that matrix; empty for the identity.
    """

    name: str
    rows: str
    columns: str
    scale: str = ""
    along: str = ""

    def __str__(self) -> str:
        form = f"{self.scale} {self.along or 'I'}" if self.scale else "matrix"
        return f"{form}, {self.rows} x {self.columns}"

    @property
    def is_number(self) -> bool:
        """Whether it has one entry."""
        return self.rows == self.columns == LINE


Matrix = Fixed | Drawn | Trained


@dataclass(frozen=True)
class Regression:
    """A model that is stated in words.

    Attributes:
        scalars: the names of numbers that are given.
        fixed: matrices that are given.
        drawn: matrices that are random, independent of each other.
        trained: the weights.
        prediction: what is predicted.
        target: what is to be predicted.
        sizes: dimensions that are given numbers.
    """

    scalars: tuple[str, ...]
    fixed: tuple[Fixed, ...]
    drawn: tuple[Drawn, ...]
    trained: tuple[Trained, ...]
    prediction: Node
    target: Node
    sizes: tuple[tuple[str, int], ...] = ()

    @property
    def matrices(self) -> tuple[Matrix, ...]:
        """Every matrix."""
        return (*self.fixed, *self.drawn, *self.trained)

    @property
    def spaces(self) -> tuple[str, ...]:
        """The spaces, sorted, without that of dimension 1."""
        every = {space for one in self.matrices for space in (one.rows, one.columns)}
        return tuple(sorted(every - {LINE}))

    @property
    def ones(self) -> tuple[str, ...]:
        """The spaces whose columns of ones are in the model, sorted."""
        return tuple(sorted(spaces_of_ones(self.prediction) | spaces_of_ones(self.target)))

    def degree(self, name: str) -> int:
        """Return the degree of the loss in a matrix."""
        return 2 * max(degree(self.prediction, name), degree(self.target, name))
