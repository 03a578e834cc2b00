"""A joint law of all coordinates on finitely many tokens, each with an exact probability."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, partial
from itertools import combinations, product
from math import prod
from typing import Any, TypeAlias

from symbolic_mesa.engine.patterns import Pattern
from symbolic_mesa.laws.constants import ConstantOf
from symbolic_mesa.laws.lines import tokens_line
from symbolic_mesa.laws.parameters import radicands_in
from symbolic_mesa.laws.protocol import NO_PINS, Ring
from symbolic_mesa.laws.symmetries import interchangeable, mirrored
from symbolic_mesa.laws.unlike.distinct import distinct_sum
from symbolic_mesa.text.complex_numbers import (
    ComplexNumber,
    complex_number,
    conjugate,
    is_real,
    parts_of,
    real_part,
)
from symbolic_mesa.text.elements import Element
from symbolic_mesa.text.errors import CoordinatesDiffer, InvalidInput
from symbolic_mesa.text.expressions import Quantity
from symbolic_mesa.text.quoting import quoted, shortened
from symbolic_mesa.text.surds import Exact

Number: TypeAlias = Exact | ComplexNumber
Token = tuple[Any, ...]  # of these
Pair = tuple[int, int]  # how often a coordinate occurs, and its conjugate

MOST_TOKENS = 10_000


@dataclass(frozen=True, repr=False)
class JointLaw:
    """Tokens in R^d or C^d with their probabilities.

    Attributes:
        atoms: pairs (token, probability), each token once, in order.
    """

    atoms: tuple[tuple[Token, Exact], ...]
    name: str = "joint"
    conditions: tuple[str, ...] = ()
    constants: tuple[ConstantOf, ...] = ()
    every_moment_exists: bool = True

    def __repr__(self) -> str:
        return tokens_line(self.name, self.atoms, self.dim)

    @property
    def phrase(self) -> str:
        """The law in words."""
        space = "R" if self.real else "C"
        return f"a joint law on {len(self.atoms)} tokens of {space}^{self.dim}"

    @property
    def parameters(self) -> Mapping[str, Quantity]:
        """The probability of each token."""
        return {f"P({','.join(map(str, token))})": p for token, p in self.atoms}

    @property
    def radicands(self) -> tuple[Quantity, ...]:
        """What the square roots in tokens and probabilities are of."""
        parts = (part for token, _ in self.atoms for x in token for part in parts_of(x))
        return radicands_in((*parts, *(p for _, p in self.atoms)))

    @property
    def dim(self) -> int:
        """How many coordinates a token has."""
        return len(self.atoms[0][0])

    @cached_property
    def real(self) -> bool:
        """Whether every token is real."""
        return all(is_real(x) for token, _ in self.atoms for x in token)

    @cached_property
    def exchangeable(self) -> bool:
        """Whether the coordinates may take any order."""
        return interchangeable(dict(self.atoms))

    @cached_property
    def symmetric(self) -> bool:
        """Whether each coordinate may change its sign."""
        return mirrored(dict(self.atoms), range(self.dim))

    @cached_property
    def independent(self) -> bool:
        """Whether each token is as probable as its coordinates would be together by themselves."""
        single: list[Counter[Exact]] = [Counter() for _ in range(self.dim)]
        for token, p in self.atoms:
            for x, shares in zip(token, single, strict=True):
                shares[x] += p  # type: ignore[assignment]  # a Counter of exact numbers
        if prod(map(len, single)) != len(self.atoms):
            return False
        known = dict(self.atoms)
        every = product(*(shares.items() for shares in single))
        return all(known.get(tuple(x for x, _ in t)) == prod(p for _, p in t) for t in every)

    def at(self, values: Mapping[str, Exact]) -> "JointLaw":
        """Return the law itself: it has no symbols."""
        return self

    def refuse_dimension(self, dim: int) -> None:
        """Refuse every dimension but its own.

        Raises:
            InvalidInput: for another one.
        """
        if dim != self.dim:
            raise InvalidInput(f"dim={dim}: the law has {self.dim} coordinates; give that d")

    def marginal(self, coordinates: Sequence[int]) -> "JointLaw":
        """Return the law of some of the coordinates, in that order."""
        return _law((tuple(token[k] for k in coordinates), p) for token, p in self.atoms)

    def symbols(self, pattern: Pattern) -> tuple[str, ...]:
        """Return no symbols: every moment is a number."""
        return ()

    def coordinate_sum(
        self, pattern: Pattern, dim: Element, ring: Ring, pins: Mapping[str, int] = NO_PINS
    ) -> Element:
        """Return the mean over tokens of the pattern's sum over distinct coordinates."""
        if len(pattern.pinned) > self.dim:  # no choice of distinct coordinates
            return ring.number(Fraction(0))
        first = not pins and self.exchangeable  # then one choice stands for all
        places = [k if first else pins[i] for k, (i, _) in enumerate(pattern.pinned)]
        every = pattern.pairs if pattern.barred else tuple((power, 0) for power in pattern.every)
        held = list(zip(places, every, strict=False))
        return ring.number(self._mean(held, every[len(places) :]))

    def nonzero_sum(self, free: tuple[int, ...], dim: Element, ring: Ring) -> Element:
        """Return the sum over distinct other coordinates of E[Π |x_k|^power; x_j ≠ 0].

        Raises:
            CoordinatesDiffer: when it depends on j.
        """
        pairs = tuple((power, 0) if self.real else (power // 2, power // 2) for power in free)
        found = {self._mean([(j, (0, 0))], pairs, there=j) for j in range(self.dim)}
        if len(found) > 1:
            raise CoordinatesDiffer("coordinates differ in how often and with what they are not 0")
        return ring.number(found.pop())

    def not_centred(self, others: int) -> int | None:
        """Return a coordinate whose mean is not 0 given that many others; None if there is none."""
        for own in range(self.dim):
            rest = [k for k in range(self.dim) if k != own]
            for chosen in combinations(rest, min(others, len(rest))):
                sums: dict[Token, Exact] = defaultdict(Fraction)
                for token, p in self.atoms:
                    sums[tuple(token[k] for k in chosen)] += p * token[own]
                if any(sums.values()):
                    return own
        return None

    def _mean(
        self, held: list[tuple[int, Pair]], free: tuple[Pair, ...], there: int | None = None
    ) -> Exact:
        """Return Re E Π held Σ Π free over distinct coordinates, where one is not 0 if named."""
        fixed = [k for k, _ in held]
        total: Number = Fraction(0)
        for token, p in self.atoms:
            if there is not None and not token[there]:
                continue
            rest = [x for k, x in enumerate(token) if k not in fixed]
            kept = prod((_power(token[k], pair) for k, pair in held), start=p)
            if kept:
                total += kept * distinct_sum(free, partial(_power_sum, rest))
        return real_part(total)


def _power(x: Number, pair: Pair) -> Number:
    return x ** pair[0] * conjugate(x) ** pair[1] if pair[1] else x ** pair[0]


def _power_sum(values: Sequence[Number], pair: Pair) -> Number:
    return sum((_power(x, pair) for x in values), Fraction(0))


def joint(atoms: Sequence[tuple[Sequence[object], object]]) -> JointLaw:
    """Return the joint law of these tokens.

    Args:
        atoms: pairs (token, probability): a token is a sequence of d exact numbers, in which ``i``
            is the imaginary unit.

    Raises:
        InvalidInput: when there is no token, tokens differ in length, a probability is negative,
            or they do not sum to 1; when every token is 0.

    >>> joint([((1, 0), "1/3"), ((0, "1/sqrt(2)"), "2/3")]).dim
    2
    """
    pairs = [_atom(token, p, k) for k, (token, p) in enumerate(atoms, start=1)]
    if not pairs or len(pairs) > MOST_TOKENS:
        raise InvalidInput(f"joint: {len(pairs)} tokens; give 1 to {MOST_TOKENS}")
    for k, (token, p) in enumerate(pairs, start=1):
        if not token or len(token) != len(pairs[0][0]):
            raise InvalidInput(
                f"joint: token {k} has {len(token)} coordinates, the first {len(pairs[0][0])}; "
                "give each the same number, at least one"
            )
        if p < 0:
            shown = shortened(str(p))
            raise InvalidInput(f"joint: the probability of token {k} is {shown}; give one >= 0")
    total = sum((p for _, p in pairs), Fraction(0))
    if total != 1:
        shown = shortened(str(total))
        raise InvalidInput(f"joint: the probabilities sum to {shown}; they must sum to 1")
    law = _law(pairs)
    if not any(x for token, _ in law.atoms for x in token):
        raise InvalidInput("joint: every token is 0, so E x_j^4 = 0; give one that is not 0")
    return law


def _law(pairs: Iterable[tuple[Token, Exact]]) -> JointLaw:
    """Return the law of these pairs; what occurs twice is added up, in order of occurrence."""
    shares: dict[Token, Exact] = defaultdict(Fraction)
    for token, p in pairs:
        shares[token] += p
    return JointLaw(tuple((token, p) for token, p in shares.items() if p))


def _atom(token: object, p: object, k: int) -> tuple[Token, Exact]:
    if isinstance(token, str) or not isinstance(token, Sequence):
        raise InvalidInput(f"joint: token {k}: no list of coordinates; write [1, 0] for one")
    found = tuple(complex_number(x, f"token {k}") for x in token)
    return found, _probability(p, f"probability of token {k}")


def _probability(value: object, name: str) -> Exact:
    found = complex_number(value, name)
    if isinstance(found, ComplexNumber):
        raise InvalidInput(f"{name}={quoted(str(found))}: not real; give a number in [0, 1]")
    return found
