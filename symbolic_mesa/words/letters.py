"""Letters, the spaces between which they are matrices, and words of them.

A letter is a matrix from one named space to another; a vector is one from a space of dimension 1.
A word is a product of letters, written as a tuple of whole numbers: 2k is letter k of an alphabet,
2k + 1 its transpose. A closed word stands for its trace.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from symbolic_mesa.text.errors import InvalidInput
from symbolic_mesa.text.letters import MARK, parted
from symbolic_mesa.text.quoting import quoted

Word = tuple[int, ...]
EMPTY: Word = ()
LINE = "1"  # the space of dimension 1


@dataclass(frozen=True, slots=True)
class Letter:
    """A matrix.

    Attributes:
        name: what it is called.
        rows: the space that its rows belong to.
        columns: that of its columns.
        symmetric: whether it is its own transpose.
        covariances: of a Gaussian letter G with E[G_ia G_jb] = R_ij C_ab the names of the letters
            whose products are R and C, both symmetric; None of a fixed one.
        inverse: the name of the letter that is its inverse; empty where there is none.
        ones: whether it is the column of ones of a space, whose square is a dimension.
    """

    name: str
    rows: str
    columns: str
    symmetric: bool = False
    covariances: tuple[tuple[str, ...], tuple[str, ...]] | None = None
    inverse: str = ""
    ones: bool = False


@dataclass(frozen=True)
class Alphabet:
    """Letters, and what is known of them.

    Attributes:
        letters: in the order of their numbers.
        sizes: the dimension of each space but `LINE`: the name of a scalar.
        commuting: the names of letters that commute with each other, all of them symmetric.

    Raises:
        InvalidInput: when a name is given twice, or a space has no dimension.
    """

    letters: tuple[Letter, ...]
    sizes: Mapping[str, str]
    commuting: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        names = [letter.name for letter in self.letters]
        for name in names:
            if names.count(name) > 1:
                raise InvalidInput(f"letter {quoted(name)}: declared twice; name each once")
        for letter in self.letters:
            for space in (letter.rows, letter.columns):
                if space != LINE and space not in self.sizes:
                    raise InvalidInput(
                        f"letter {quoted(letter.name)}: the space {quoted(space)} has no dimension"
                    )

    def word(self, *names: str) -> Word:
        """Return a word by the names of its letters, a transpose by a name with ``'``.

        Raises:
            InvalidInput: when there is no such letter.
        """
        return tuple(self._code(name) for name in names)

    def _code(self, name: str) -> int:
        own, transposed = parted(name)
        place = self._places.get(own)
        if place is None:
            raise InvalidInput(f"{quoted(name)}: no such letter; there are {', '.join(self.names)}")
        return 2 * place + (transposed and not self.letters[place].symmetric)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the letters."""
        return tuple(letter.name for letter in self.letters)

    @cached_property
    def _places(self) -> dict[str, int]:
        return {letter.name: place for place, letter in enumerate(self.letters)}

    @cached_property
    def rows(self) -> tuple[str, ...]:
        """The space of the rows of each code."""
        return tuple(s for one in self.letters for s in (one.rows, one.columns))

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """The space of the columns of each code."""
        return tuple(s for one in self.letters for s in (one.columns, one.rows))

    @cached_property
    def transposes(self) -> tuple[int, ...]:
        """The code of the transpose of each code."""
        every = enumerate(self.letters)
        return tuple(
            2 * k + (not one.symmetric and not bar) for k, one in every for bar in (False, True)
        )

    @cached_property
    def random(self) -> tuple[bool, ...]:
        """Whether the letter of each code is Gaussian."""
        return tuple(one.covariances is not None for one in self.letters for _ in range(2))

    @cached_property
    def counts(self) -> Mapping[Word, str]:
        """The space whose entries a canonical closed word counts: 1'1 is its dimension."""
        every = enumerate(self.letters)
        return {(2 * k, 2 * k + 1): one.rows for k, one in every if one.ones}

    @cached_property
    def inverses(self) -> Mapping[int, int]:
        """The code of the inverse of each code that has one."""
        found: dict[int, int] = {}
        for one in self.letters:
            if one.inverse:
                first, second = self.word(one.name, one.inverse)
                found |= {first: second, second: first}
                first, second = self.transposes[first], self.transposes[second]
                found |= {first: second, second: first}
        return found

    @cached_property
    def commuting_codes(self) -> frozenset[int]:
        """The codes of letters that commute with each other."""
        return frozenset(self.word(*sorted(self.commuting)))

    def covariance(self, code: int) -> tuple[Word, Word]:
        """Return R and C of the Gaussian letter of a code; of a transpose they change places."""
        given = self.letters[code // 2].covariances
        if given is None:
            raise InvalidInput(f"{self.letters[code // 2].name} is not Gaussian")
        rows, columns = (self.word(*names) for names in given)
        return (columns, rows) if code % 2 else (rows, columns)

    def transposed(self, word: Word) -> Word:
        """Return the transpose of a word."""
        transposes = self.transposes
        return tuple(transposes[code] for code in reversed(word))

    def spelled(self, word: Iterable[int]) -> tuple[str, ...]:
        """Return the names of the letters of a word, a transpose with ``'``."""
        return tuple(self.letters[code // 2].name + MARK * (code % 2) for code in word)
