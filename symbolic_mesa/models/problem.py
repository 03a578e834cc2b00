"""What a paper is to the house: its model, and all that other rooms must know of it.

A room that needs a name, a moment or a condition of a paper asks its problem; none knows a paper.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from symbolic_mesa.engine.patterns import Pattern
from symbolic_mesa.laws.parameters import names_in, symbol_of
from symbolic_mesa.laws.protocol import TokenLaw
from symbolic_mesa.statement.contractions import Model, TimeIndex, TimeRange
from symbolic_mesa.statement.manifolds import Manifold
from symbolic_mesa.statement.regression import Fixed, Regression
from symbolic_mesa.text.errors import InvalidInput
from symbolic_mesa.text.quoting import quoted

SIZES = ("d", "T")  # what every formula may depend on
HARMONIC = "H"  # with an index, the partial sums of the harmonic series
PREDICTION, TARGET = "⟦0⟧", "⟦1⟧"
INDEXED = (HARMONIC, "h", "x")  # with an index: those, sums over time, tokens


@dataclass(frozen=True)
class Symbol:
    """A symbol of a paper.

    Attributes:
        words: what it stands for.
        typical: a value that is typical of it; it decides how a sign is written.
        condition: what it satisfies, such as ``> 0``; empty for any real number.
        slip: the symbol that a person writes for it by mistake.
        latex: how it is set in LaTeX; empty where that is as its name reads.
        eigenvalue_of: the matrix that it is an eigenvalue of; empty where it is none.
    """

    words: str
    typical: Fraction | None = None
    condition: str = ""
    slip: str = ""
    latex: str = ""
    eigenvalue_of: str = ""


@dataclass(frozen=True)
class Paper:
    """What a list of references says of a paper.

    Attributes:
        key: by which it is cited.
        title: its title.
        authors: its authors, as a list of references has them: ``Family, Given and Family, Given``.
        year: the year.
        where: where it appeared.
    """

    key: str
    title: str
    authors: str
    year: int
    where: str


@dataclass(frozen=True)
class Problem:
    """A model with the names that its theorems are written in.

    Attributes:
        id: the paper.
        model: the model as data.
        manifolds: sets of weights by name, each with the scales that it is written in.
        moments: the moments of the initial token that have a symbol of their own.
        glossary: its symbols.
        exchanges: pairs of symbols that a person mixes up throughout.
        reserved: further names that closed forms use, which a user's symbols must not have.
        shortest_length: the smallest T at which there is something to train on.
        lengths: why T is not shorter, in words.
        about: the model in sentences, in which `PREDICTION` and `TARGET` stand for these formulas.
        title: what it is, in a few words; its id where there are none.
        marks: notation of its theorems in LaTeX, and in words what it denotes.
        paper: the paper in a list of references.
        sizes: the sizes that its formulas may depend on, of d and T.
        regression: the model, where it is stated in words.
        matrices: the matrices that its theorems are about, at which results can be evaluated; those
            of a model in words are in its statement.
    """

    id: str
    model: Model
    manifolds: Mapping[str, Manifold]
    moments: Mapping[str, Pattern]
    glossary: Mapping[str, Symbol]
    exchanges: tuple[tuple[str, str], ...] = ()
    reserved: frozenset[str] = frozenset()
    shortest_length: int = 1
    lengths: str = "a sequence has a token"
    about: tuple[str, ...] = ()
    title: str = ""
    marks: Mapping[str, str] = field(default_factory=dict)
    paper: Paper | None = None
    sizes: tuple[str, ...] = SIZES
    regression: Regression | None = None
    matrices: tuple[Fixed, ...] = ()
    names: Mapping[tuple[int, ...], str] = field(init=False, repr=False)

    def __hash__(self) -> int:
        """Problems are told apart by their ids first."""
        return hash(self.id)

    def __post_init__(self) -> None:
        """Name each moment by the powers in it, descending within pinned and free ones."""
        names = {pattern.powers: name for name, pattern in self.moments.items()}
        object.__setattr__(self, "names", names)  # frozen, but not yet handed out

    @property
    def typical(self) -> tuple[tuple[str, Fraction], ...]:
        """The typical values of its symbols, by name."""
        return tuple((n, s.typical) for n, s in self.glossary.items() if s.typical is not None)

    @property
    def spelled(self) -> tuple[tuple[str, str], ...]:
        """The symbols that are set otherwise than their names read, with their LaTeX."""
        return tuple((name, s.latex) for name, s in self.glossary.items() if s.latex)

    @property
    def scales(self) -> tuple[str, ...]:
        """The scales of the first manifold, on which training starts; none without a manifold."""
        return next((form.scales for form in self.manifolds.values()), ())

    def block_of(self, scale: str) -> str:
        """Return the weight block that a scale belongs to."""
        forms = (form for form in self.manifolds.values())
        return next(
            name
            for form in forms
            for name, _ in form.blocks
            if scale in Manifold(((name, form.block(name)),)).scales
        )

    def refuse_clashes(self, scales: Iterable[str], law: TokenLaw) -> None:
        """Refuse a name that means one thing in the theorem and another in the law.

        Args:
            scales: the names that the theorem gives to weights.
            law: the law of the initial token.

        Raises:
            InvalidInput: when a name means both.
        """
        scales = (*SIZES, *scales, *(latex.removeprefix("\\") for _, latex in self.spelled))
        for key, value in law.parameters.items():
            if symbol_of(key) in scales:
                raise InvalidInput(f"scale {key}: {law.name} has a parameter {key}; rename it")
            for name in names_in([value]):
                if name == symbol_of(key) or (value == name and self._keys.get(name) == key):
                    continue
                meant = self._reading(name, scales)
                if meant is not None:
                    reads = "" if meant == name else f" ({meant})"
                    raise InvalidInput(
                        f"{key}={quoted(str(value))}: {name} has a meaning here{reads}; choose "
                        "another name, as q_1"
                    )

    @property
    def _keys(self) -> dict[str, str]:
        """The keys of moments by their symbols: a moment may bear its own symbol."""
        single = ((name, p.pinned) for name, p in self.moments.items() if not p.free)
        return {name: f"m{pinned[0][1]}" for name, pinned in single}

    def _reading(self, name: str, scales: Iterable[str]) -> str | None:
        """Return the symbol of the theory that a name reads as, whatever underscores are in it.

        That may be one of a coordinate, of a token, or of a sum over time.
        """
        weights = {scale for form in self.manifolds.values() for scale in form.scales}
        known = (*scales, *weights, "".join(self.scales), *self.glossary, *self.reserved)
        alike = {_joined(symbol): symbol for symbol in known}
        if _joined(name) in alike:
            return alike[_joined(name)]
        letters = name.rstrip("_0123456789")
        index = _joined(name.removeprefix(letters))
        if letters in (*weights, *INDEXED) and index:
            return f"{letters}_{index}"
        return HARMONIC if name.startswith(f"{HARMONIC}_") or _joined(name) == HARMONIC else None

    def refuse(self, length: int | None, init: tuple[Fraction, ...] | None = None) -> None:
        """Refuse a length at which there is nothing to train on, and a start of another shape.

        Raises:
            InvalidInput: when T is shorter, or there is none, or when the start has not one number
                for each scale.
        """
        if length is not None and "T" not in self.sizes:
            raise InvalidInput(f"length={length}: {self.id} has no length T; leave it out")
        if length is not None and length < self.shortest_length:
            raise InvalidInput(
                f"length={length}: {self.lengths}; give a whole number >= {self.shortest_length}"
            )
        if init and not self.scales:
            raise InvalidInput(f"init: {self.id} has no scales to start from; leave it out")
        if init is not None and len(init) != len(self.scales):
            names = ", ".join(f"{scale}_0" for scale in self.scales)
            raise InvalidInput(f"init: {len(init)} numbers; give one each for {names}")


def _joined(name: str) -> str:
    """Return a name without its underscores: what reads alike is the same."""
    return name.replace("_", "")


PLAIN = Problem(
    id="moments",
    model=Model((), (), "i", TimeRange("t", TimeIndex((), 1), TimeIndex((), 1))),
    manifolds={},
    moments={},
    glossary={},
)
"""No paper: moments of the initial token by themselves, by the symbols that laws have for them."""
