"""Moments of the initial token, asked for by themselves."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

import sympy
from sympy.polys.fields import FracElement

from symbolic_mesa.engine.patterns import Pattern, set_partitions
from symbolic_mesa.formulas.formula import Formula
from symbolic_mesa.formulas.fractions import algebra
from symbolic_mesa.laws.protocol import TokenLaw
from symbolic_mesa.models.problem import PLAIN
from symbolic_mesa.setting import Setting
from symbolic_mesa.text.errors import InvalidInput
from symbolic_mesa.text.exact_numbers import Number, exact
from symbolic_mesa.text.quoting import quoted

LARGEST_POWER, MOST_MONOMIALS = 24, 20_000

_FACTOR = re.compile(r"(conj\(|\|)?x_([A-Za-z]|[1-9]\d{0,3})(\)|\|)?(?:\^(\d{1,2}))?", re.ASCII)
_BRACKETS = {None: None, "conj(": ")", "|": "|"}
_NORM = re.compile(r"\|x\|\^(\d{1,2})", re.ASCII)
_FORM = re.compile(r"\(x'Ax\)\^(\d{1,2})", re.ASCII)

Matrix = Sequence[Sequence[Number]]
Terms = list[tuple[Fraction, Pattern, Mapping[str, int]]]
"""Coefficients of patterns, and the coordinates that are held fixed."""


def moment(
    law: TokenLaw, of: str, dim: int | None = None, matrix: Matrix | None = None
) -> sympy.Expr:
    """Return a moment of the initial token, exactly.

    Args:
        law: a law from `symbolic_mesa.laws`.
        of: ``x_j^2 x_l^4`` (other letters are other coordinates; ``x_1`` is the first one),
            ``|x|^6``, or ``(x'Ax)^3``; of complex tokens also ``x_j conj(x_l) |x_l|^2``, and the
            real part is meant.
        dim: d; a symbol if not given.
        matrix: A, of shape (d, d).

    Raises:
        InvalidInput: for a text of another form.
        MissingMoment: when the law does not give it.

    >>> from symbolic_mesa import laws
    >>> moment(laws.gaussian(), "x_j^2 x_l^4")
    3*sigma**6
    >>> moment(laws.gaussian(1), "|x|^4")
    d**2 + 2*d
    """
    return formula(law, of, dim, matrix).expr


def formula(law: TokenLaw, of: str, dim: int | None, matrix: Matrix | None = None) -> Formula:
    """Return the same as a formula."""
    if matrix is not None:
        dim = len(matrix)
    setting = Setting(law, dim)
    terms = _terms(of.strip(), setting.dim, matrix)
    if not law.exchangeable:
        _refuse_letters(of, terms)
    if law.real:
        terms = [(factor, pattern.real, places) for factor, pattern, places in terms]
    field = algebra(PLAIN, setting, (), [pattern for _, pattern, _ in terms], ())
    total: FracElement = field.field.zero
    for factor, pattern, places in terms:
        value = setting.law.coordinate_sum(pattern, field.dim, field, places)
        total = total + field.number(factor) * value
    return Formula(total, field)


def _terms(of: str, dim: int | None, matrix: Matrix | None) -> Terms:
    norm, form = _NORM.fullmatch(of), _FORM.fullmatch(of)
    if norm and int(norm[1]) % 2 == 0:
        return list(_of_norm(_bounded(int(norm[1]), of) // 2))
    if form and matrix is not None:
        return list(_of_form(_exact(matrix), _bounded(2 * int(form[1]), of) // 2))
    if form:
        raise InvalidInput(f"moment {quoted(of)}: A is not given; give a matrix")
    return [_of_product(of, dim)]


def _of_product(of: str, dim: int | None) -> tuple[Fraction, Pattern, Mapping[str, int]]:
    powers: Counter[str] = Counter()
    barred: Counter[str] = Counter()
    for word in of.replace("*", " ").split() or [""]:
        factor = _FACTOR.fullmatch(word)
        power = int(factor[4] or 1) if factor else 0
        odd_modulus = factor is not None and factor[1] == "|" and power % 2
        if factor is None or factor[3] != _BRACKETS[factor[1]] or odd_modulus:
            raise InvalidInput(
                f"moment {quoted(of)}: {quoted(word)} is no power of a coordinate; write "
                "x_j^2 x_l^4, x_j conj(x_l) |x_l|^2, |x|^6, or (x'Ax)^3"
            )
        powers[factor[2]] += power
        barred[factor[2]] += {None: 0, "|": power // 2}.get(factor[1], power)
    _bounded(sum(powers.values()), of)
    numbers = {index: int(index) - 1 for index in powers if index.isdigit()}
    if any(place >= (dim or place + 1) for place in numbers.values()):
        raise InvalidInput(f"moment {quoted(of)}: there are {dim} coordinates; name one of them")
    others = (k for k in range(len(powers) + len(numbers)) if k not in numbers.values())
    places = {index: numbers[index] if index in numbers else next(others) for index in powers}
    bars = tuple(barred[index] for index in powers)
    return Fraction(1), Pattern(tuple(powers.items()), (), bars), places


def _refuse_letters(of: str, terms: Terms) -> None:
    """Refuse letters for coordinates that are not alike."""
    for name in (i for _, pattern, _ in terms for i, _ in pattern.pinned if i.isalpha()):
        raise InvalidInput(
            f"moment {quoted(of)}: coordinates are not alike, so that x_{name} says too little; "
            "write x_1, x_2, ..."
        )


def _bounded(total: int, of: str) -> int:
    if total > LARGEST_POWER:
        raise InvalidInput(f"moment {quoted(of)}: of degree > {LARGEST_POWER}; ask for a lower one")
    return total


def _of_norm(half: int) -> Iterator[tuple[Fraction, Pattern, Mapping[str, int]]]:
    """Yield the terms of (Σ x_i²)^half: a pattern for each way in which indices coincide."""
    shapes = Counter(
        tuple(sorted((2 * len(part) for part in partition), reverse=True))
        for partition in set_partitions(range(half))
    )
    for powers, count in shapes.items():
        yield Fraction(count), Pattern((), powers).moduli, {}


def _exact(matrix: Matrix) -> list[list[Fraction]]:
    rows = [[exact(entry, "A") for entry in row] for row in matrix]
    if any(len(row) != len(rows) for row in rows):
        raise InvalidInput("A: not a square matrix; give as many columns as rows")
    return rows


def _of_form(
    rows: list[list[Fraction]], power: int
) -> Iterator[tuple[Fraction, Pattern, Mapping[str, int]]]:
    """Yield the monomials of (x'Ax)^power."""
    size = range(len(rows))
    square: dict[tuple[int, ...], Fraction] = {}
    for i in size:
        for j in size:
            key = tuple((k == i) + (k == j) for k in size)
            square[key] = square.get(key, Fraction(0)) + rows[i][j]
    total = {tuple(0 for _ in size): Fraction(1)}
    for _ in range(power):
        total = _product(total, square)
    for powers, factor in total.items():
        pinned = tuple((f"i{k}", power) for k, power in enumerate(powers) if power)
        if factor:
            places = {name: int(name[1:]) for name, _ in pinned}
            yield factor, Pattern(pinned, (), (0,) * len(pinned)), places


def _product(
    left: Mapping[tuple[int, ...], Fraction], right: Mapping[tuple[int, ...], Fraction]
) -> dict[tuple[int, ...], Fraction]:
    total: dict[tuple[int, ...], Fraction] = {}
    for m, c in left.items():
        for n, e in right.items():
            key = tuple(i + j for i, j in zip(m, n, strict=True))
            total[key] = total.get(key, Fraction(0)) + c * e
    if len(total) > MOST_MONOMIALS:
        raise InvalidInput(f"(x'Ax): more than {MOST_MONOMIALS} monomials; ask for a lower power")
    return total
