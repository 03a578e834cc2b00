"""Keys of the parts of claims about layers on prompts."""

from dataclasses import dataclass
from enum import Enum


@dataclass(frozen=True, slots=True)
class Convention:
    """How a paper writes the layer.

    Attributes:
        divided: whether the attention is divided by N.
        query_column: whether the query's column is among the keys and values.
    """

    divided: bool
    query_column: bool

    def __str__(self) -> str:
        """Return how it is said.

        >>> str(Convention(divided=True, query_column=False))
        'divided by N, without the column of q'
        """
        divided = "divided by N" if self.divided else "not divided"
        return f"{divided}, {'with' if self.query_column else 'without'} the column of q"


@dataclass(frozen=True, slots=True)
class Task:
    """What the task follows.

    Attributes:
        covariance: the name of the covariance of w.
    """

    covariance: str

    def __str__(self) -> str:
        """Return how it is written.

        >>> str(Task("Lambda^-1"))
        'w ~ N(0, Lambda^-1)'
        """
        return f"w ~ N(0, {self.covariance})"


@dataclass(frozen=True, slots=True)
class Component:
    """A family of blocks.

    Attributes:
        zero: the blocks that are 0 in it.
        free: the block that is anything but 0.
        bound: the block that follows from it.
        dim: the d at which alone there is such a family; None where there is for every d.
    """

    zero: tuple[str, ...]
    free: str
    bound: str
    dim: int | None = None

    def __str__(self) -> str:
        """Return what it is.

        >>> str(Component(("u", "U"), "v", "r", dim=1))
        'r at u = 0, U = 0, d = 1'
        """
        where = [f"{name} = 0" for name in self.zero]
        where += [] if self.dim is None else [f"d = {self.dim}"]
        return f"{self.bound} at {', '.join(where)}"


@dataclass(frozen=True, slots=True)
class HeadPair:
    """Two heads, or one with itself.

    Attributes:
        first: the number of a head, from 1.
        second: that of the same, or of one after it.
    """

    first: int
    second: int

    def __str__(self) -> str:
        """Return the product of their scales.

        >>> str(HeadPair(1, 2))
        'u_1 u_2'
        """
        return f"u_{self.first} u_{self.second}"


@dataclass(frozen=True, slots=True)
class LayerMatrix:
    """The matrix of a layer.

    Attributes:
        layer: its number, from 1.
    """

    layer: int

    def __str__(self) -> str:
        """Return how it is written.

        >>> str(LayerMatrix(2))
        'A_2'
        """
        return f"A_{self.layer}"


class Course(Enum):
    """What is said of how a scale moves, by how it is written."""

    KEPT = "g"
    SQUARED_SPEED = "squared speed"

    def __str__(self) -> str:
        """Return how it is written."""
        return self.value


class Choice(Enum):
    """A matrix at which a mean loss is taken, by what it is called."""

    BEST = "best"
    ZERO = "A = 0"
    OF_MEAN = "mean covariance"

    def __str__(self) -> str:
        """Return what it is called."""
        return self.value
