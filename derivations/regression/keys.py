"""Keys of the parts of claims about layers on prompts."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any


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


@dataclass(frozen=True, slots=True)
class AtPrompts:
    """What is said of layers at numbers for d and N.

    Attributes:
        name: what is said: ``a``, their step, or ``L``, the loss.
        dim: d.
        samples: N.
    """

    name: str
    dim: int
    samples: int

    def __str__(self) -> str:
        """Return how it is written.

        >>> str(AtPrompts("a", 5, 2))
        'a, d = 5, N = 2'
        """
        return f"{self.name}, d = {self.dim}, N = {self.samples}"


@dataclass(frozen=True, slots=True)
class MinorsOf:
    """Minors of one size.

    Attributes:
        rows: how many rows each has.
    """

    rows: int

    def __str__(self) -> str:
        """Return how it is written.

        >>> str(MinorsOf(2))
        'k = 2'
        """
        return f"k = {self.rows}"


class Samples(Enum):
    """How many samples there are, by how that is written."""

    FEW = "N <= d"
    MANY = "N >= d"

    def __str__(self) -> str:
        """Return how it is written."""
        return self.value

    def holds(self, numbers: Mapping[str, Any]) -> bool:
        """Whether it is so at numbers; where N or d has none, it may be.

        >>> Samples.FEW.holds({"N": 4, "d": 2}), Samples.MANY.holds({"N": 4})
        (False, True)
        """
        if not {"N", "d"} <= numbers.keys():
            return True
        few = self is Samples.FEW
        return bool(numbers["N"] <= numbers["d"] if few else numbers["N"] >= numbers["d"])


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
