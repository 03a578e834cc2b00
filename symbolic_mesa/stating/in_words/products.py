"""Products of matrices as they are written: what is 1 x 1 in them, and what follows on each other.

A product is cut where neighbours do not follow on each other: pieces of shape 1 x 1 are numbers,
and the others follow on each other. `I` is left out, and has its size from the sum where it stands
alone. `ones` has as many rows as the matrix before it has columns, as many columns as that behind
it has rows, and at an end of the product what the sum has.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from itertools import groupby

from symbolic_mesa.statement.words import Constant, Identity, Node, Ones, Product, Spaces, Zero
from symbolic_mesa.stating.errors import Misstated
from symbolic_mesa.stating.in_words.shaped import LINES, Between, Shape, Shaped, in_words, side
from symbolic_mesa.stating.syntax import Place

ANY: Spaces = ("any size",)  # a side that nothing in a product gives a size


class Taking(Enum):
    """A matrix that takes the size that it needs."""

    IDENTITY = "I"
    ONES = "ones"


Factor = tuple[Shaped, Place]
Open = tuple[Shaped | Taking, Place]


@dataclass(frozen=True, slots=True)
class Term:
    """A product whose identities are left out.

    Attributes:
        runs: what stands before, between and behind its matrices of ones.
        places: where these are written.
        divided: one over what it is divided by.
        negative: whether it is subtracted.
        identity: whether there is an identity in it.
    """

    runs: tuple[tuple[Factor, ...], ...]
    places: tuple[Place, ...]
    divided: tuple[Shaped, ...]
    negative: bool
    identity: bool

    @classmethod
    def of(cls, factors: Sequence[Open], divided: tuple[Shaped, ...], negative: bool) -> "Term":
        """Return the product of factors."""
        runs: list[tuple[Factor, ...]] = [()]
        places: list[Place] = []
        for one, place in factors:
            if one is Taking.ONES:
                runs.append(())
                places.append(place)
            elif isinstance(one, Shaped):
                runs[-1] += ((one, place),)
        identity = any(one is Taking.IDENTITY for one, _ in factors)
        return cls(tuple(runs), tuple(places), divided, negative, identity)

    @property
    def open(self) -> bool:
        """Whether it is a multiple of the identity of some size."""
        return self.identity and not self.places and not self._parted((ANY, ANY))[1]

    @property
    def zero(self) -> bool:
        """Whether it is 0 of some size."""
        numbers, chain = self._parted((ANY, ANY))
        return [one.node for one in numbers] == [Constant(Fraction(0))] and not chain

    @property
    def shape(self) -> Between:
        """Its shape; None for a side that takes any size."""
        if self.open or self.zero:
            return None, None
        _, chain = self._parted((ANY, ANY))
        rows, columns = (chain[0].rows, chain[-1].columns) if chain else (LINES, LINES)
        return None if rows == ANY else rows, None if columns == ANY else columns

    def at(self, shape: Shape, place: Place) -> Shaped:
        """Return it in a shape.

        Raises:
            Misstated: when it is a multiple of the identity, and the shape is not square.
        """
        if self.zero and not self.open:
            return Shaped(Zero(*shape), *shape)
        given, matrices = self._parted(shape)
        chain = tuple(one.node for one in matrices)
        if self.open:
            if shape[0] != shape[1]:
                raise Misstated(f"I is square, and here a matrix is {in_words(shape)}", place)
            chain = () if shape == (LINES, LINES) else (Identity(shape[0]),)
        numbers = tuple(one.node for one in given)
        if self.negative:
            numbers = (Constant(Fraction(-1)), *numbers)
        factors = sum(one.factors for one in (*given, *matrices)) or 1
        if not numbers and len(chain) == 1:
            return Shaped(chain[0], *shape, factors)
        return Shaped(Product(numbers, chain), *shape, factors)

    def _parted(self, shape: Shape) -> tuple[list[Shaped], list[Shaped]]:
        """Return the numbers of the product, and the matrices that follow on each other."""
        numbers, chain = _pieces(self._with_ones(shape))
        return [*numbers, *self.divided], chain

    def _with_ones(self, shape: Shape) -> list[Factor]:
        """Return the factors, with a size for each matrix of ones.

        Raises:
            Misstated: when nothing gives it one.
        """
        ends = [_ends(run) for run in self.runs]
        given = [*self.runs[0]]
        for k, place in enumerate(self.places):
            before, behind = ends[k], ends[k + 1]
            rows = before[1] if before else None if k else shape[0]
            inner = k + 1 < len(self.places)
            columns = behind[0] if behind else None if inner else shape[1]
            if rows is None or columns is None:
                raise Misstated(
                    "nothing gives ones beside ones a size; leave one out, or write a matrix "
                    "between them",
                    place,
                )
            given += [(Shaped(Ones(rows, columns), rows, columns), place), *self.runs[k + 1]]
        return given


def _ends(run: Sequence[Factor]) -> Shape | None:
    """Return the rows of the first matrix of a run that is no number, and the last's columns."""
    pieces = [[one for one, _ in piece] for piece in _cut(run)]
    shapes = [(piece[0].rows, piece[-1].columns) for piece in pieces]
    matrices = [shape for shape in shapes if shape != (LINES, LINES)]
    return (matrices[0][0], matrices[-1][1]) if matrices else None


def _pieces(given: Sequence[Factor]) -> tuple[list[Shaped], list[Shaped]]:
    """Return the numbers of a product, and the matrices that follow on each other."""
    numbers: list[Shaped] = []
    chain: list[Shaped] = []
    for piece in _cut(given):
        parts = [one for one, _ in piece]
        shape = parts[0].rows, parts[-1].columns
        if shape == (LINES, LINES):
            size = sum(one.factors for one in parts)
            node: Node = parts[0].node
            if len(parts) > 1:
                node = Product((), tuple(part.node for part in parts))
            numbers.append(Shaped(node, factors=size))
        elif chain and chain[-1].columns != shape[0]:
            raise Misstated(
                f"a matrix with columns in {side(chain[-1].columns)} stands before one with rows "
                f"in {side(shape[0])}; transpose one of them with '",
                piece[0][1],
            )
        else:
            chain += parts
    return numbers, chain


def _cut(given: Sequence[Factor]) -> list[list[Factor]]:
    """Return runs of neighbours that follow on each other; what is 1 x 1 stands alone."""
    places: list[int] = []
    for number, (one, _) in enumerate(given):
        before = given[number - 1][0] if number else None
        fits = before is not None and before.columns == one.rows
        alone = one.is_number or (before is not None and before.is_number)
        places.append((places[-1] if places else 0) + (not fits or alone))
    pairs = groupby(zip(places, given, strict=True), key=lambda pair: pair[0])
    return [[item for _, item in run] for _, run in pairs]
