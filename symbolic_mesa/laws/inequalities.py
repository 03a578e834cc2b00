"""What symbols among the moments of a coordinate must satisfy, as text: necessary conditions.

Lyapunov's inequality between neighbouring even powers, |E x^j|^k <= (E x^k)^j for odd j, and the
determinants of fully given Hankel matrices up to size 4.
"""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import permutations
from math import gcd, prod

Value = Fraction | str
Monomial = tuple[str, ...]  # symbols, sorted, one for each power
Polynomial = dict[Monomial, Fraction]
SIZE = 4  # of the largest determinant that is written


def necessary(single: Mapping[int, Value], symmetric: bool) -> tuple[str, ...]:
    """Return the conditions in which a symbol occurs, each an inequality.

    >>> necessary({2: Fraction(1), 4: "q", 6: Fraction(15)}, False)
    ('q > 0', 'q >= 1', 'q^2 <= 15')
    """
    signs = [f"{v} > 0" for k, v in sorted(single.items()) if isinstance(v, str) and k % 2 == 0]
    known: dict[int, Value] = {0: Fraction(1), **single}
    found = [*_lyapunov(known), *_odd(known), *_determinants(known, symmetric)]
    lines = (_line(p) for p in found)
    return tuple(dict.fromkeys([*signs, *filter(None, lines)]))


def _lyapunov(known: Mapping[int, Value]) -> Iterator[Polynomial]:
    """Yield m_i^(k-j) m_k^(j-i) - m_j^(k-i) for neighbouring even powers."""
    even = sorted(k for k in known if k % 2 == 0)
    for i, j, k in zip(even, even[1:], even[2:], strict=False):
        g = gcd(k - j, j - i)
        high = _monomial([known[i]] * ((k - j) // g) + [known[k]] * ((j - i) // g))
        yield _sum([high, _negated(_monomial([known[j]] * ((k - i) // g)))])


def _odd(known: Mapping[int, Value]) -> Iterator[Polynomial]:
    """Yield m_k^j - m_j^k for odd j and the next given even k."""
    for j in (k for k in known if k % 2):
        k = min((k for k in known if k > j and k % 2 == 0), default=None)
        if k is not None and known[j] != 0:
            yield _sum([_monomial([known[k]] * j), _negated(_monomial([known[j]] * k))])


def _determinants(known: Mapping[int, Value], symmetric: bool) -> Iterator[Polynomial]:
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


def _determinant(rows: Sequence[Sequence[Value]]) -> Polynomial:
    terms = []
    for order in permutations(range(len(rows))):
        inversions = sum(order[i] > order[j] for j in range(len(order)) for i in range(j))
        term = _monomial([rows[i][j] for i, j in enumerate(order)])
        terms.append(_negated(term) if inversions % 2 else term)
    return _sum(terms)


def _monomial(factors: Sequence[Value]) -> Polynomial:
    number = prod((f for f in factors if isinstance(f, Fraction)), start=Fraction(1))
    return {tuple(sorted(f for f in factors if isinstance(f, str))): number}


def _negated(p: Polynomial) -> Polynomial:
    return {m: -c for m, c in p.items()}


def _sum(terms: Sequence[Polynomial]) -> Polynomial:
    total: Polynomial = {}
    for term in terms:
        for m, c in term.items():
            total[m] = total.get(m, Fraction(0)) + c
    return {m: c for m, c in total.items() if c}


def _line(p: Polynomial) -> str:
    """Return p >= 0 with every coefficient positive, the symbols on the left; '' without any."""
    if not any(p):
        return ""
    more = {m: c for m, c in p.items() if c > 0}
    less = {m: -c for m, c in p.items() if c < 0}
    left, sign, right = (less, "<=", more) if any(less) else (more, ">=", less)
    factor = next(iter(left.values())) if len(left) == 1 else Fraction(1)
    return f"{_text(left, factor)} {sign} {_text(right, factor)}"


def _text(p: Polynomial, factor: Fraction) -> str:
    words = []
    for m, c in sorted(p.items(), key=lambda term: (-len(term[0]), term[0])):
        size = c / factor
        powers = [
            name + (f"^{m.count(name)}" if m.count(name) > 1 else "") for name in dict.fromkeys(m)
        ]
        words.append(" ".join([*([str(size)] if size != 1 or not m else []), *powers]))
    return " + ".join(words) or "0"
