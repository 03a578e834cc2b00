"""Laws of x_1 with moments worked out from their definitions, in fractions."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache, cached_property
from itertools import combinations, permutations, product
from math import prod

Powers = tuple[int, ...]  # one power a coordinate
Point = tuple[tuple[Fraction, ...], Fraction]
Univariate = Callable[[int], Fraction | None]
ZERO, ONE = Fraction(0), Fraction(1)


class Missing(ArithmeticError):
    """A moment that does not exist, or is not known."""


@dataclass(frozen=True)
class Tokens:
    """A law of x_1 in R^d: at least `mean`; `points` where the law is finite.

    Attributes:
        dim: d.
        mean: E Π x_k^power.
        present: E[Π x_k^power; x_j ≠ 0] from j and the powers.
        points: the support with its probabilities, if it is finite.
        exchangeable: whether coordinates may change places.
        symmetric: whether a coordinate may change its sign.
        independent: whether coordinates are independent.
        every_moment: whether all moments exist and are known.
    """

    dim: int
    mean: Callable[[Powers], Fraction | None]
    present: Callable[[int, Powers], Fraction | None]
    points: tuple[Point, ...] | None = None
    exchangeable: bool = True
    symmetric: bool = True
    independent: bool = False
    every_moment: bool = True

    def at(self, powers: Powers) -> Fraction:
        """Return E Π x_k^power.

        Raises:
            Missing: when the law does not give it.
        """
        found = self.mean(powers)
        if found is None:
            raise Missing(f"E x^{powers}")
        return found

    def single(self, power: int, j: int = 0) -> Fraction:
        """Return E x_j^power."""
        return self.at(self.at_places({j: power}))

    def at_places(self, powers: dict[int, int]) -> Powers:
        """Return powers by coordinate as a tuple."""
        return tuple(powers.get(k, 0) for k in range(self.dim))

    def kappa_3(self, j: int = 0) -> Fraction:
        """Return Σ_{r≠j} E[x_j² x_r⁴]."""
        others = (r for r in range(self.dim) if r != j)
        return sum((self.at(self.at_places({j: 2, r: 4})) for r in others), ZERO)

    @cached_property
    def has_model(self) -> bool:
        """Whether every moment of the loss exists."""
        try:
            self.single(6)
        except Missing:
            return False
        return True

    @cached_property
    def centred_given_others(self) -> bool:
        """Whether E[x_j | three others] = 0 for every j: the moments that Assumption 4.1 names."""
        if self.points is None:
            return all(self.single(1, j) == 0 for j in range(self.dim))
        for j in range(self.dim):
            rest = [k for k in range(self.dim) if k != j]
            for held in combinations(rest, min(3, len(rest))):
                sums: dict[tuple[Fraction, ...], Fraction] = {}
                for x, share in self.points:
                    key = tuple(x[k] for k in held)
                    sums[key] = sums.get(key, ZERO) + share * x[j]
                if any(sums.values()):
                    return False
        return True


def independent(
    dim: int, univariate: Univariate, present: Fraction | None = ONE, every_moment: bool = True
) -> Tokens:
    """Return i.i.d. coordinates from E x^k and P(x ≠ 0)."""
    univariate = cache(univariate)

    @cache
    def mean(powers: Powers) -> Fraction | None:
        found = [univariate(power) for power in powers if power]
        return None if None in found else prod((x for x in found if x is not None), start=ONE)

    def given(j: int, powers: Powers) -> Fraction | None:
        share, rest = ONE if powers[j] else present, mean(powers)
        return None if share is None or rest is None else share * rest

    odd = [univariate(k) for k in (1, 3, 5)]
    return Tokens(
        dim,
        mean,
        given,
        symmetric=not any(odd),
        independent=True,
        every_moment=every_moment,
    )


def finite(points: Sequence[Point]) -> Tokens:
    """Return the law of a finite support."""
    merged: dict[tuple[Fraction, ...], Fraction] = {}
    for x, share in points:
        merged[x] = merged.get(x, ZERO) + share
    kept = tuple((x, share) for x, share in merged.items() if share)
    dim, size = len(kept[0][0]), range(len(kept[0][0]))

    @cache
    def mean(powers: Powers) -> Fraction:
        return sum((p * prod(map(pow, x, powers)) for x, p in kept), ZERO)

    def present(j: int, powers: Powers) -> Fraction:
        return sum((p * prod(map(pow, x, powers)) for x, p in kept if x[j]), ZERO)

    shuffled = ({tuple(x[k] for k in order): p for x, p in kept} for order in permutations(size))
    flipped = ({(*x[:j], -x[j], *x[j + 1 :]): p for x, p in kept} for j in size)
    return Tokens(
        dim,
        mean,
        present,
        points=kept,
        exchangeable=all(one == dict(kept) for one in shuffled),
        symmetric=all(one == dict(kept) for one in flipped),
    )


def product_law(dim: int, atoms: Sequence[tuple[Fraction, Fraction]]) -> Tokens:
    """Return i.i.d. coordinates on a finite support."""

    def univariate(power: int) -> Fraction:
        return sum((p * v**power for v, p in atoms), ZERO)

    shares = dict(atoms)
    chosen = product(atoms, repeat=dim)
    points = tuple(
        (tuple(v for v, _ in one), prod((p for _, p in one), start=ONE)) for one in chosen
    )
    return replace(
        independent(dim, univariate, 1 - shares.get(ZERO, ZERO)),
        points=points,
        symmetric=all(shares.get(-v) == p for v, p in atoms),
    )


def even(power: int, value: Callable[[], Fraction]) -> Fraction:
    """Return a moment that is 0 for odd powers."""
    return ZERO if power % 2 else value()


def gaussian(sigma: Fraction) -> Univariate:
    """E x^k = (k − 1) σ² E x^(k−2), by parts."""
    return lambda k: even(k, lambda: prod((i * sigma**2 for i in range(1, k, 2)), start=ONE))


def laplace(scale: Fraction) -> Univariate:
    """E |x|^k = k scale E |x|^(k−1), by parts."""
    return lambda k: even(k, lambda: prod((i * scale for i in range(1, k + 1)), start=ONE))


def uniform(c: Fraction) -> Univariate:
    """The integral of x^k over [−c, c], over 2c."""
    return lambda k: (c ** (k + 1) - (-c) ** (k + 1)) / (2 * c * (k + 1))


def student(nu: Fraction) -> Univariate:
    """E x^k = ν (k − 1)/(ν − k) E x^(k−2), by parts; it exists for k < ν."""

    def moment(k: int) -> Fraction | None:
        if k >= nu:
            return None
        return even(
            k, lambda: prod((nu * (i - 1) / (nu - i) for i in range(2, k + 1, 2)), start=ONE)
        )

    return moment


def sphere(dim: int, radius: Fraction) -> Tokens:
    """A standard Gaussian vector g is |g| times a uniform direction, the two independent."""

    def mean(powers: Powers) -> Fraction:
        top = prod(gaussian(ONE)(power) or ZERO for power in powers)
        length = prod((Fraction(dim + k) for k in range(0, sum(powers), 2)), start=ONE)
        return radius ** sum(powers) * top / length

    return Tokens(dim, mean, lambda _, powers: mean(powers))


def averaged(rows: Sequence[Sequence[int]]) -> list[Point]:
    """Return the points of a table averaged over permutations and signs of coordinates."""
    found = []
    for row in rows:
        for order in permutations(row):
            for signs in product((1, -1), repeat=len(row)):
                x = tuple(Fraction(v * sign) for v, sign in zip(order, signs, strict=True))
                found.append((x, ONE))
    return [(x, ONE / len(found)) for x, _ in found]


def partitions(degree: int) -> list[Powers]:
    """Return every descending tuple of positive powers of at most that degree."""
    every = (p for n in range(1, degree + 1) for p in product(range(1, degree + 1), repeat=n))
    return [p for p in every if sum(p) <= degree and list(p) == sorted(p, reverse=True)]
