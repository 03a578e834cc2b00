"""Polynomials in d, T, harmonic numbers and symbols that are seen to keep their sign.

For k > n0 = T0 − 2 each term of n = Σ 1, H = Σ 1/k, H_2 = Σ 1/k², … is at least n0 + 1
times the next, so that for n > n0

    H_2 = H_2(n0) + y,   H = H(n0) + (n0 + 1) y + y',   n = n0 + (n0 + 1) ((n0 + 1) y + y') + y''

with y > 0 and y', y'' >= 0. As (Σ 1/k)² <= Σ 1 Σ 1/k² too, also, with x = (n0 + 1) y + y',

    H = H(n0) + y,   n = n0 + x,   H_2 = H_2(n0) + (y²/x + v y/(n0 + 1))/(1 + v)

with 0 <= v <= oo. Of a polynomial in numbers that are not negative `one_sign` sees the sign.
"""

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from itertools import islice, product

import mpmath
import sympy
from sympy import QQ, ring
from sympy.polys.rings import PolyElement

from symbolic_mesa.formulas.formula import Formula, real
from symbolic_mesa.formulas.harmonics import DIGITS, harmonic_number, is_harmonic
from symbolic_mesa.formulas.one_sign import has_one_sign
from symbolic_mesa.formulas.root_fields import is_root
from symbolic_mesa.formulas.zero_places import DIM, LENGTH, Range, at_place, last_of, order_of

FAR = {"d": Fraction(50), "T": Fraction(200)}  # larger than every start
MOST_POINTS = 27
KNOWN = 30  # digits of a harmonic number at a given T


def keeps_sign(formula: Formula, dim: int, length: int, ranges: Mapping[str, Range]) -> bool:
    """Whether a polynomial is seen not to vanish for all d from this on and all larger T.

    Its other symbols are anywhere in their ranges; a symbol without one decides nothing.
    """
    symbols = sorted(formula.generators, key=str)
    within = {s: _range(s, ranges) for s in symbols if s != DIM and LENGTH not in s.free_symbols}
    known = {symbol: range_ for symbol, range_ in within.items() if range_ is not None}
    if known.keys() != within.keys() or any(_is_odd(formula, *one) for one in known.items()):
        return False
    if not all(keeps_sign(end, dim, length, ranges) for end in _at_closed_ends(formula, known)):
        return False
    _, v, *free = ring([f"y_{k}" for k in range(len(symbols) + 4)], QQ)
    own, (y, dims, *beyond) = free[: len(known)], free[len(known) :]
    images: dict[sympy.Expr, Powers] = {DIM: _powers(dims + dim)}
    images |= {s: _within(r, x) for (s, r), x in zip(known.items(), own, strict=True)}
    opened = {k for k, range_ in enumerate(known.values(), 1) if not _starts(range_)}
    positive = {*opened, len(known) + 1}
    harmonics = {order_of(s): s for s in symbols if is_harmonic(s) and s not in known}
    times = (
        _by_size(harmonics, length - 2, (y, *beyond)),
        _by_squares(harmonics, length - 2, (y, *beyond), v),
    )
    own_places = range(1, len(known) + 1)
    return any(
        has_one_sign(_put_in(formula, images | time), positive, own_places) for time in times
    )


def changes_sign(formula: Formula, ranges: Mapping[str, Range]) -> bool:
    """Whether numbers far beyond every start that is tried show both signs: no sign is kept."""
    names = [name for name in formula.symbols if name not in FAR]
    if any(name not in ranges for name in names):
        return True
    numbers = [[x for x in _inside(ranges[name]) if ranges[name].holds(x)] for name in names]
    points = islice(product(*numbers), MOST_POINTS)
    values = (formula.at({**FAR, **dict(zip(names, p, strict=True))}) for p in points)
    return len({value > 0 for value in values}) > 1


def _inside(range_: Range) -> tuple[Fraction, ...]:
    low, high = range_.low or Fraction(0), range_.high
    if high is not None:
        return tuple(low + (high - low) * Fraction(k, 1000) for k in (1, 500, 999))
    return tuple(low + Fraction(x) for x in ("1/1000", "1", "1000"))


def _range(symbol: sympy.Expr, ranges: Mapping[str, Range]) -> Range | None:
    """Return what a symbol can be; of a root or a harmonic number that is one, an interval."""
    if symbol.is_Symbol:
        return ranges.get(symbol.name)
    if symbol.free_symbols - {sympy.Symbol("k")}:  # k counts the terms of a harmonic number
        return None
    with mpmath.workdps(DIGITS):
        number = (
            mpmath.sqrt(int(symbol.base))
            if is_root(symbol)
            else real(harmonic_number(last_of(symbol), order_of(symbol)))
        )
        digits = int(number * 10**KNOWN)
    low, high = (Fraction(digits + gap, 10**KNOWN) for gap in (-1, 2))
    return Range(lambda number: low < number < high, low, high)


def _is_odd(formula: Formula, symbol: sympy.Expr, range_: Range) -> bool:
    """Whether an odd power occurs of a symbol that can be of both signs."""
    place = formula.algebra.field.symbols.index(symbol)
    return range_.low is None and any(m[place] % 2 for m in formula.element.numer.monoms())


Powers = Callable[
    [int, int], PolyElement
]  # a power of a symbol, times a denominator's highest power


def _powers(image: PolyElement) -> Powers:
    return lambda power, _: image**power if power else 1


def _over(above: PolyElement, below: PolyElement) -> Powers:
    return lambda power, most: (
        (above**power if power else 1) * (below ** (most - power) if most > power else 1)
    )


def _within(range_: Range, free: PolyElement) -> Powers:
    """Return a symbol's powers in a number that is not negative and can be any such number."""
    low, high = range_.low, range_.high
    if low is None:  # what is not 0 has a positive square
        return lambda power, _: free ** (power // 2) if power else 1
    if high is None:
        return _powers(free + low)
    return _over(low + high * free, 1 + free)


def _starts(range_: Range) -> bool:
    """Whether the lower bound is a number that the symbol can be."""
    return range_.low is not None and range_.holds(range_.low)


def _at_closed_ends(formula: Formula, known: Mapping[sympy.Expr, Range]) -> Iterator[Formula]:
    """Yield the formula at each upper bound that a symbol can be, where v would be infinite."""
    for symbol, range_ in known.items():
        if range_.high is not None and range_.holds(range_.high):
            place = ((formula.algebra.generators[symbol], range_.high),)
            yield Formula(at_place(formula.element, place, formula.algebra), formula.algebra)


Harmonics = Mapping[int, sympy.Expr]  # by their order
Free = tuple[PolyElement, ...]  # the first is positive, the others are not negative


def _by_size(harmonics: Harmonics, last: int, free: Free) -> dict[sympy.Expr, Powers]:
    """Return T and the harmonic numbers beyond n0, each term larger than that of the next order."""
    orders = {0: LENGTH, **harmonics}
    found, beyond, before = {}, free[0] * 0, max(orders)
    for (order, symbol), more in zip(sorted(orders.items(), reverse=True), free, strict=False):
        beyond, before = beyond * (last + 1) ** (before - order) + more, order
        found[symbol] = _powers(beyond + _sum(order, last))
    return found


def _by_squares(
    harmonics: Harmonics, last: int, free: Free, v: PolyElement
) -> dict[sympy.Expr, Powers]:
    """Return the same by the inequality of Cauchy and Schwarz, or by size without H and H_2."""
    if sorted(harmonics) != [1, 2]:
        return _by_size(harmonics, last, free)
    y, more = free[:2]
    x = y * (last + 1) + more
    below = x * (1 + v) * (last + 1)
    return {
        LENGTH: _powers(x + _sum(0, last)),
        harmonics[1]: _powers(y + _sum(1, last)),
        harmonics[2]: _over(y**2 * (last + 1) + x * y * v + _sum(2, last) * below, below),
    }


def _sum(order: int, last: int) -> PolyElement | int:
    """Return T, or a harmonic number, at n0."""
    return QQ(*harmonic_number(last, order).as_integer_ratio()) if order else last + 2


def _put_in(formula: Formula, images: Mapping[sympy.Expr, Powers]) -> PolyElement:
    symbols = formula.algebra.field.symbols
    numerator = formula.element.numer
    most = {s: numerator.degree(k) for k, s in enumerate(symbols)}
    total: PolyElement = 0
    for monomial, coefficient in numerator.terms():
        term: PolyElement = QQ(int(coefficient))
        for symbol, power in zip(symbols, monomial, strict=True):
            if symbol in images:
                term = term * images[symbol](power, most[symbol])
        total = total + term
    return total
