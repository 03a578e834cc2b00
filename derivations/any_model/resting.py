"""Where a polynomial flow of scales rests: sets, each with the scales that are free on it.

A system is split along the factors of its equations, and an equation that is linear in a scale is
solved for it, where its coefficient is not 0; where it is, both vanish. Scales are real: where a
sum of squares vanishes each of them does. What is left are sets on which some scales are free and
the others functions of them.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from math import prod

from sympy.polys.fields import FracElement
from sympy.polys.rings import PolyElement

from symbolic_mesa.formulas.flint_polynomials import resultant
from symbolic_mesa.formulas.fractions import Algebra
from symbolic_mesa.text.errors import NotApplicable

MOST_SETS = 64


@dataclass(frozen=True)
class RestingSet:
    """A set of fixed points.

    Attributes:
        free: the scales that can be anything, but for places where the others have no value.
        solved: the others, as functions of them.
    """

    free: tuple[str, ...]
    solved: Mapping[str, FracElement]


@dataclass(frozen=True)
class Resting:
    """The sets of fixed points of a flow, and where there may be others.

    Attributes:
        sets: those of many free scales first.
        unless: elements without scales; where all of one group vanish there may be other sets.
    """

    sets: tuple[RestingSet, ...]
    unless: tuple[tuple[FracElement, ...], ...]


Solved = tuple[tuple[str, FracElement], ...]


@dataclass(frozen=True)
class _System:
    """Equations, what was solved, and what must not vanish.

    Attributes:
        equations: must be 0.
        solved: scales as functions of those that are left.
        nonzero: coefficients that were divided by.
    """

    equations: tuple[FracElement, ...]
    solved: tuple[tuple[str, FracElement], ...] = ()
    nonzero: tuple[FracElement, ...] = ()


def resting(velocities: Iterable[FracElement], field: Algebra) -> Resting:
    """Return the sets on which all velocities vanish.

    Raises:
        NotApplicable: when an equation is linear in no scale.
    """
    names = _names(field)
    found: list[RestingSet] = []
    unless: dict[tuple[FracElement, ...], None] = {}
    for one in _solutions(_System(tuple(velocities)), field):
        if isinstance(one, Unless):
            unless[one.vanish] = None
            continue
        free = tuple(name for name in names if name not in dict(one))
        found.append(RestingSet(free, _in_free(dict(one), field)))
        if len(found) > MOST_SETS:
            raise NotApplicable(f"gradient flow rests on more than {MOST_SETS} sets")
    found.sort(key=lambda one: (-len(one.free), one.free))
    kept: list[RestingSet] = []
    for new in found:
        if not any(within(new, other, field) for other in kept):
            kept.append(new)
    return Resting(tuple(kept), tuple(unless))


@dataclass(frozen=True)
class Unless:
    """Elements without scales that do not all vanish, wherever what is found is all there is."""

    vanish: tuple[FracElement, ...]


def at_set(element: FracElement, one: RestingSet, field: Algebra) -> FracElement:
    """Return a polynomial in the scales on a set, as a function of those that are free."""
    return _at(element, one.solved, field)


def _names(field: Algebra) -> list[str]:
    return [str(symbol) for symbol in field.field.symbols[: len(field.scales)]]


def _solutions(system: _System, field: Algebra) -> Iterator[Solved | Unless]:
    equations = [one for one in system.equations if one]
    if not all(system.nonzero):
        return
    yield from (Unless(_coefficients(one, field)) for one in system.nonzero)
    never = next((one for one in equations if not _scales_in(one, field)), None)
    if never is not None:
        yield Unless((never,))
        return
    if not equations:
        yield system.solved
        return
    yield from (Unless((c,)) for one in equations for c in _coefficients(one, field))
    factors = [_factors(one, field) for one in equations]
    several = [(k, found) for k, found in enumerate(factors) if len(found) > 1]
    if several:
        k, found = min(several, key=lambda one: len(one[1]))
        for factor in found:
            rest = (*equations[:k], factor, *equations[k + 1 :])
            yield from _solutions(_System(rest, system.solved, system.nonzero), field)
        return
    plain = tuple(dict.fromkeys(found[0] for found in factors))
    squares = next((one for one in plain if _is_sum_of_squares(one, field)), None)
    if squares is not None:  # of real numbers: all of them vanish
        others = tuple(one for one in plain if one != squares)
        rest = (*_monomials(squares, field), *others)
        yield from _solutions(_System(rest, system.solved, system.nonzero), field)
        return
    yield from _eliminated(_System(plain, system.solved, system.nonzero), field)


def _eliminated(system: _System, field: Algebra) -> Iterator[Solved | Unless]:
    """Solve one equation for a scale in which it is linear, and go on."""
    equation, name, slope = _linear(system.equations, field)
    scale = field.symbol(name)
    rest = equation - slope * scale
    others = tuple(one for one in system.equations if one != equation)
    yield from _common_factors(slope, rest, field)
    if _scales_in(slope, field):  # it may vanish
        both = (slope, rest, *others)
        yield from _solutions(_System(both, system.solved, system.nonzero), field)
    value = -rest / slope
    yield from _solutions(
        _System(
            tuple(_put(one, name, value, field) for one in others),
            (*system.solved, (name, value)),
            tuple(_put(one, name, value, field) for one in (*system.nonzero, slope)),
        ),
        field,
    )


def _common_factors(one: FracElement, other: FracElement, field: Algebra) -> Iterator[Unless]:
    """Yield when two polynomials without a common factor have one: A x + B is not irreducible.

    Of products of scales that is told by their coefficients.
    """
    if min(len(_coefficients(p, field)) for p in (one, other)) < 2:
        return
    for name in set(_scales_in(one, field)) & set(_scales_in(other, field)):
        found = resultant(one.numer, other.numer, _names(field).index(name))
        yield Unless(_coefficients(_lifted(found, field), field))


def _linear(
    equations: tuple[FracElement, ...], field: Algebra
) -> tuple[FracElement, str, FracElement]:
    """Return an equation, a scale in which it is linear, and the coefficient: a simple one."""
    found: list[tuple[int, int, FracElement, str, FracElement]] = []
    names = _names(field)
    for equation in equations:
        for name in reversed(_scales_in(equation, field)):
            slope = field.derivative(equation, name)
            if name not in _scales_in(slope, field):
                found.append((len(_scales_in(slope, field)), len(found), equation, name, slope))
    if not found:
        digits = "; with numbers for d, T and the law they have digits" if len(names) == 1 else ""
        raise NotApplicable(
            f"its fixed points are roots of a polynomial that is linear in no scale{digits}"
        )
    _, _, equation, name, slope = min(found, key=lambda one: one[:2])
    return equation, name, slope


def _factors(element: FracElement, field: Algebra) -> list[FracElement]:
    """Return the factors of a polynomial in which there are scales, each once."""
    lifted = dict.fromkeys(_lifted(factor, field) for factor in _parts(element.numer, field))
    return [one for one in lifted if _scales_in(one, field)]


def _is_sum_of_squares(element: FracElement, field: Algebra) -> bool:
    """Whether a polynomial is positive multiples of several squares of products of scales.

    What they have in common may have any sign. With one scale alone its roots have digits.
    """
    if len(field.scales) == 1:
        return False
    terms = field.coefficients(_lifted(element.numer, field))
    first, *others = terms.values()
    ratios = [(other / first).as_expr() for other in others]
    even = not any(power % 2 for powers in terms for power in powers)
    return even and bool(ratios) and all(r.is_Rational and r > 0 for r in ratios)


def _monomials(element: FracElement, field: Algebra) -> list[FracElement]:
    """Return the products of scales in a polynomial."""
    names = _names(field)
    every = field.coefficients(_lifted(element.numer, field))
    return [
        prod(
            (field.symbol(name) ** power for name, power in zip(names, powers, strict=True)),
            start=field.field.one,
        )
        for powers in every
    ]


def _parts(polynomial: PolyElement, field: Algebra) -> list[PolyElement]:
    """Return its factors; A x + B without a common factor of A and B has none but itself."""
    for place in range(len(field.scales)):
        if polynomial.degree(place) == 1:
            slope = polynomial.diff(place)
            common = slope.gcd(polynomial)  # that of A and B: x itself is in no factor of A
            rest = polynomial.quo(common)
            return [*_parts(common, field), rest] if rest.degree(place) else _parts(common, field)
    return [factor for factor, _ in polynomial.factor_list()[1]]


def _coefficients(element: FracElement, field: Algebra) -> tuple[FracElement, ...]:
    """Return the coefficients of the numerator as a polynomial in the scales."""
    return tuple(field.coefficients(_lifted(element.numer, field)).values())


def _lifted(polynomial: PolyElement, field: Algebra) -> FracElement:
    return field.field.new(polynomial, field.field.ring.one)


def _scales_in(element: FracElement, field: Algebra) -> list[str]:
    names = _names(field)
    powers = [max(column) for column in zip(*element.numer.monoms(), strict=True)] or [0]
    return [name for name, power in zip(names, powers, strict=False) if power]


def _put(element: FracElement, name: str, value: FracElement, field: Algebra) -> FracElement:
    """Return the numerator of a polynomial where a scale has a value."""
    values = tuple(value if one == name else field.symbol(one) for one in _names(field))
    return _lifted(field.at_scales(_lifted(element.numer, field), values).numer, field)


def _in_free(solved: dict[str, FracElement], field: Algebra) -> dict[str, FracElement]:
    """Return scales as functions of those that are free alone."""
    done: dict[str, FracElement] = {}
    for name, value in reversed(solved.items()):
        done[name] = _at(value, done, field)
    return {name: done[name] for name in _names(field) if name in done}


def _at(element: FracElement, known: Mapping[str, FracElement], field: Algebra) -> FracElement:
    """Return a rational function of scales where some have values."""
    values = tuple(known.get(name, field.symbol(name)) for name in _names(field))
    numer, denom = _lifted(element.numer, field), _lifted(element.denom, field)
    return field.at_scales(numer, values) / field.at_scales(denom, values)


def within(one: RestingSet, other: RestingSet, field: Algebra) -> bool:
    """Whether a set is in the closure of another, of which it is known what that is."""
    if not _is_product(other, field):
        return dict(one.solved) == dict(other.solved)
    for name, value in other.solved.items():
        denom, numer = _lifted(value.denom, field), _lifted(value.numer, field)
        if _at(denom * field.symbol(name) - numer, one.solved, field):
            return False
    return True


def _is_product(one: RestingSet, field: Algebra) -> bool:
    """Whether a set is a product of hypersurfaces and of linear spaces: then it is what it seems.

    An equation c x = r, in which c can vanish, is irreducible; of several that share scales, the
    closure of what they say where no c vanishes may be smaller than what they say.
    """
    met: set[str] = set()
    for name, value in one.solved.items():
        numer, denom = _lifted(value.numer, field), _lifted(value.denom, field)
        if _scales_in(denom, field):
            scales = {name, *_scales_in(numer, field), *_scales_in(denom, field)}
            if met & scales:
                return False
            met |= scales
    plain = [n for n, v in one.solved.items() if not _scales_in(_lifted(v.denom, field), field)]
    return not met & set(plain)
