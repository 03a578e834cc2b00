"""Keys of the parts of claims about layers on prompts."""

from dataclasses import dataclass


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
