"""Mixed moments of a law as exact numbers, by the powers of each coordinate."""

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from math import comb, prod

from symbolic_mesa.text.surds import Exact

Powers = tuple[int, ...]  # of each coordinate
Moments = Callable[[Powers], Exact]  # E Π x_i^{power_i}
Pairs = tuple[tuple[int, int], ...]  # of each coordinate, and of its conjugate
PairMoments = Callable[[Pairs], Exact]  # Re E Π x_i^p conj(x_i)^q
Coordinate = Callable[[int], Exact]  # E x^power of one coordinate

DEGREE = 6  # of the loss and its gradients in x_1


class NoNodes(Exception):
    """No finite law stands for this law in this dimension; the message says why."""


def independent(coordinate: Coordinate) -> Moments:
    """Return the mixed moments of i.i.d. coordinates."""

    def moments(powers: Powers) -> Exact:
        return prod((coordinate(power) for power in powers), start=Fraction(1))

    return moments


def of_atoms(atoms: tuple[tuple[Exact, Exact], ...]) -> Coordinate:
    """Return the moments of a coordinate with values of given probabilities."""
    return lambda k: sum((share * value**k for value, share in atoms), Fraction(0))


def from_cumulants(cumulant: Coordinate) -> Coordinate:
    """Return the moments: M' = K' M for M = E exp(xu) and its logarithm K = Σ κ_k u^k/k!."""

    def moment(k: int) -> Exact:
        found: list[Exact] = [Fraction(1)]
        for n in range(1, k + 1):
            terms = (comb(n - 1, j - 1) * cumulant(j) * found[n - j] for j in range(1, n + 1))
            found.append(sum(terms, Fraction(0)))
        return found[k]

    return moment


def even(coordinate: Coordinate) -> Coordinate:
    """Return the moments of a symmetric law from E x^{2n} = coordinate(n)."""
    return lambda k: Fraction(0) if k % 2 else coordinate(k // 2)


def of_real(moments: Moments) -> PairMoments:
    """Return the same moments of real tokens."""
    return lambda pairs: moments(tuple(p + q for p, q in pairs))


def of_moduli(powers: Iterable[int]) -> Pairs:
    """Return the powers in a moment of moduli; what is odd is of real tokens.

    >>> of_moduli((4, 1))
    ((2, 2), (1, 0))
    """
    return tuple((power - power // 2, power // 2) for power in powers)


def over(tokens: Sequence[tuple[Exact, ...]]) -> Moments:
    """Return the moments of a law that has each token with the same probability."""

    def moments(powers: Powers) -> Exact:
        total: Exact = Fraction(0)
        for token in tokens:
            total += prod((x**k for x, k in zip(token, powers, strict=True)), start=Fraction(1))
        return total / len(tokens)

    return moments
