"""Whether numbers can be the moments of a law: moment matrices, exactly, degenerate cases too.

For any law the matrix E[u v] over monomials u, v is positive semidefinite, and if E[p²] = 0 for a
polynomial p then p = 0 almost surely, so that E[p q] = 0 for every q. Only fully known submatrices
are looked at: what is refused here cannot exist, with a short reason. Whether one coordinate can
have what is left is decided in `existence`; which d can have joint moments in `dimension`.
"""

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from itertools import combinations, combinations_with_replacement, product
from typing import TypeVar

from symbolic_mesa.text.errors import InvalidInput

Powers = tuple[int, ...]
Moments = Mapping[Powers, Fraction]
Monomial = tuple[int, ...]  # the power of each of a few distinct coordinates
Vector = dict[Monomial, Fraction]
Item = TypeVar("Item", bound=Monomial)


def refuse_impossible(moments: Moments, symmetric: bool, independent: bool) -> None:
    """Refuse moments that no law of exchangeable coordinates has.

    Args:
        moments: numbers by powers of distinct coordinates, descending.
        symmetric: whether moments with an odd power are 0.
        independent: whether only single coordinates need to be looked at.

    Raises:
        InvalidInput: with the polynomial whose square would have a negative expectation, or that
            would vanish almost surely and does not.
    """
    single = {k[0]: v for k, v in moments.items() if len(k) == 1}
    _refuse_concave({power: value for power, value in single.items() if power % 2 == 0})
    coordinates = 1 if independent else max((len(powers) for powers in moments), default=1)
    degree = max((sum(powers) for powers in moments), default=0)
    table = Known(moments, symmetric)
    monomials = [
        m
        for m in product(range(degree // 2 + 1), repeat=coordinates)
        if 2 * sum(m) <= degree and table.get(_times(m, m)) is not None
    ]
    for clique in cliques(monomials, lambda u, v: table.get(_times(u, v)) is not None):
        _refuse_indefinite(clique, table, degree, coordinates)
    _refuse_large_odd(single)


def _refuse_concave(even: Mapping[int, Fraction]) -> None:
    """Refuse moments that break Lyapunov's inequality, also when those between are unknown."""
    known = {0: Fraction(1), **even}
    for i, j, k in combinations(sorted(known), 3):
        if known[k] >= 0 and known[j] ** (k - i) > known[i] ** (k - j) * known[k] ** (j - i):
            raise InvalidInput(
                f"moments: no law has them, since (E x^{j})^{k - i} <= "
                f"(E x^{i})^{k - j} (E x^{k})^{j - i} fails; give moments of a law"
            )


def _refuse_large_odd(single: Mapping[int, Fraction]) -> None:
    """Refuse odd moments that are larger than the even ones above them allow."""
    evens = {power: value for power, value in single.items() if power % 2 == 0 and value >= 0}
    for odd, even in product(single.keys() - evens.keys(), evens):
        if odd < even and abs(single[odd]) ** even > evens[even] ** odd:
            raise InvalidInput(
                f"moments: no law has them, since |E x^{odd}|^{even} <= (E x^{even})^{odd} "
                "fails; give moments of a law"
            )


class Known:
    """The moments that are known, by any order of the powers."""

    def __init__(self, moments: Moments, symmetric: bool) -> None:
        self.moments = moments
        self.symmetric = symmetric

    def get(self, monomial: Monomial) -> Fraction | None:
        """Return the moment, or None where it is unknown."""
        powers = tuple(sorted((power for power in monomial if power), reverse=True))
        if not powers:
            return Fraction(1)
        if self.symmetric and any(power % 2 for power in powers):
            return Fraction(0)
        return self.moments.get(powers)


def _times(left: Monomial, right: Monomial) -> Monomial:
    return tuple(x + y for x, y in zip(left, right, strict=True))


def cliques(monomials: list[Item], joined: Callable[[Item, Item], bool]) -> Iterator[list[Item]]:
    """Yield the maximal sets of monomials all of whose products have known moments."""
    neighbours = {u: {v for v in monomials if v != u and joined(u, v)} for u in monomials}

    def grow(
        clique: list[Item], open_: set[Item], done: set[Item]
    ) -> Iterator[list[Item]]:  # Bron–Kerbosch with a pivot
        if not open_ and not done:
            yield clique
            return
        pivot = max(open_ | done, key=lambda u: len(neighbours[u] & open_))
        for u in sorted(open_ - neighbours[pivot]):
            yield from grow([*clique, u], open_ & neighbours[u], done & neighbours[u])
            open_, done = open_ - {u}, done | {u}

    yield from grow([], set(monomials), set())


def _refuse_indefinite(clique: list[Monomial], table: Known, degree: int, coordinates: int) -> None:
    """Orthogonalise the monomials; refuse E[p²] < 0, and E[p²] = 0 with E[p q] != 0."""
    orthogonal: list[tuple[Vector, Fraction]] = []
    for monomial in sorted(clique, key=lambda m: (sum(m), m)):
        p: Vector = {monomial: Fraction(1)}
        for q, norm in orthogonal:
            factor = _required(_inner({monomial: Fraction(1)}, q, table)) / norm
            for key, value in q.items():
                p[key] = p.get(key, Fraction(0)) - factor * value
        square = _required(_inner(p, p, table))
        if square < 0:
            raise InvalidInput(
                f"moments: no law has them, since E[({_written(p)})^2] would be {square}; "
                "give moments of a law"
            )
        if square > 0:
            orthogonal.append((p, square))
        else:
            _refuse_nonzero(p, table, degree, coordinates)


def _refuse_nonzero(p: Vector, table: Known, degree: int, coordinates: int) -> None:
    """P vanishes almost surely: refuse when E[p q] is known and not zero for a monomial q."""
    for power in range(degree + 1):
        for chosen in combinations_with_replacement(range(coordinates), power):
            q = tuple(chosen.count(k) for k in range(coordinates))
            expected = _inner(p, {q: Fraction(1)}, table)
            if expected:
                raise InvalidInput(
                    f"moments: no law has them, since {_written(p)} = 0 almost surely but "
                    f"E[({_written(p)}) {_written({q: Fraction(1)})}] would be {expected}; "
                    "give moments of a law"
                )


def _inner(left: Vector, right: Vector, table: Known) -> Fraction | None:
    """Return E[left right], or None when a moment that it needs is unknown."""
    total = Fraction(0)
    for u, x in left.items():
        for v, y in right.items():
            moment = table.get(_times(u, v))
            if x * y and moment is None:
                return None
            total += x * y * (moment or 0)
    return total


def _required(value: Fraction | None) -> Fraction:
    if value is None:
        raise AssertionError("within a clique every product is known")
    return value


def _written(p: Vector) -> str:
    """Return the polynomial as text, with coordinates x, y, z.

    >>> _written({(0,): Fraction(-1), (2,): Fraction(1)})
    'x^2 - 1'
    """
    terms = []
    for monomial, value in sorted(p.items(), reverse=True):
        names = "xyzuvw"[: len(monomial)]
        factors = [
            n + (f"^{k}" if k > 1 else "") for n, k in zip(names, monomial, strict=True) if k
        ]
        size = [] if abs(value) == 1 and factors else [str(abs(value))]
        if value:
            terms.append(("- " if value < 0 else "+ ") + " ".join(size + factors))
    text = " ".join(terms)
    return text[2:] if text.startswith("+") else "-" + text[2:]
