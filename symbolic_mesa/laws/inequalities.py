"""What symbols among the moments of a coordinate must satisfy, as text: necessary conditions.

Lyapunov's inequality between neighbouring even powers, |E x^j|^k <= (E x^k)^j for odd j, and the
determinants of fully given Hankel matrices up to size 4.
"""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import permutations
from math import gcd, prod

from symbolic_mesa.laws.parameters import SIZE as DIMENSION
from symbolic_mesa.laws.parameters import names_in
from symbolic_mesa.laws.polynomials import ONE, ZERO, Monomial, Polynomial, polynomials
from symbolic_mesa.text.expressions import Quantity

SIZE = 4  # of the largest determinant that is written


def necessary(single: Mapping[int, Quantity], symmetric: bool) -> tuple[str, ...]:
    """Return the conditions in which a symbol occurs, each an inequality.

    >>> necessary({2: Fraction(1), 4: "q", 6: Fraction(15)}, False)
    ('q > 0', 'q >= 1', 'q^2 <= 15')
    """
    open_ = {k: value for k, value in single.items() if names_in([value])}
    signs = [f"{value} > 0" for k, value in sorted(open_.items()) if k % 2 == 0]
    known = {0: ONE, **polynomials(single)}
    found = [*_lyapunov(known), *_odd(known), *_determinants(known, symmetric)]
    lines = (_line(p) for p in found)
    return tuple(dict.fromkeys([*signs, *filter(None, lines)]))


def _lyapunov(known: Mapping[int, Polynomial]) -> Iterator[Polynomial]:
    """Yield m_i^(k-j) m_k^(j-i) - m_j^(k-i) for neighbouring even powers."""
    even = sorted(k for k in known if k % 2 == 0)
    for i, j, k in zip(even, even[1:], even[2:], strict=False):
        g = gcd(k - j, j - i)
        high = known[i] ** ((k - j) // g) * known[k] ** ((j - i) // g)
        yield high - known[j] ** ((k - i) // g)


def _odd(known: Mapping[int, Polynomial]) -> Iterator[Polynomial]:
    """Yield m_k^j - m_j^k for odd j and the next given even k."""
    for j in (k for k in known if k % 2):
        k = min((k for k in known if k > j and k % 2 == 0), default=None)
        if k is not None and known[j] != ZERO:
            yield known[k] ** j - known[j] ** k


def _determinants(known: Mapping[int, Polynomial], symmetric: bool) -> Iterator[Polynomial]:
    """Yield the leading minors from size 3 on of Hankel matrices of which all entries are given."""
    half = symmetric or not any(k % 2 for k in known)
    inner = {k // 2: v for k, v in known.items() if k % 2 == 0} if half else dict(known)
    shifts = range(2 if half else 1)
    for shift in shifts:
        for size in range(3, SIZE + 1):
            if all(k + shift in inner for k in range(2 * size - 1)):
                yield _determinant(
                    [[inner[i + j + shift] for j in range(size)] for i in range(size)]
                )


def _determinant(rows: Sequence[Sequence[Polynomial]]) -> Polynomial:
    total = ZERO
    for order in permutations(range(len(rows))):
        inversions = sum(order[i] > order[j] for j in range(len(order)) for i in range(j))
        term = prod((rows[i][j] for i, j in enumerate(order)), start=ONE)
        total = total - term if inversions % 2 else total + term
    return total


def _line(p: Polynomial) -> str:
    """Return p >= 0 with every coefficient positive, the symbols on the left; '' without any."""
    if not any(p.terms) or all(c > 0 and _is_square(m) for m, c in p.terms.items()):
        return ""
    more = {m: c for m, c in p.terms.items() if c > 0}
    less = {m: -c for m, c in p.terms.items() if c < 0}
    left, sign, right = (less, "<=", more) if any(less) else (more, ">=", less)
    factor = next(iter(left.values())) if len(left) == 1 else Fraction(1)
    return f"{_text(left, factor)} {sign} {_text(right, factor)}"


def _is_square(monomial: Monomial) -> bool:
    """Whether a monomial is never negative; d is positive."""
    return all(monomial.count(name) % 2 == 0 for name in monomial if name != DIMENSION)


def _text(p: Mapping[Monomial, Fraction], factor: Fraction) -> str:
    words = []
    for m, c in sorted(p.items(), key=lambda term: (-len(term[0]), term[0])):
        size = c / factor
        powers = [
            name + (f"^{m.count(name)}" if m.count(name) > 1 else "") for name in dict.fromkeys(m)
        ]
        words.append(" ".join([*([str(size)] if size != 1 or not m else []), *powers]))
    return " + ".join(words) or "0"
