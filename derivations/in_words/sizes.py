"""Dimensions at which formulas of a model in words vanish, whatever else is in them.

A formula vanishes for every matrix, scalar and scale where each of its coefficients as a polynomial
in these does: polynomials in the dimensions, whose zeros at whole numbers are found.
"""

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction

from sympy.polys.fields import FracElement

from derivations.exceptions import whole_from
from derivations.in_words.stated import Stated
from symbolic_mesa.formulas.vanishing import Zeros
from symbolic_mesa.formulas.word_fields import DIM
from symbolic_mesa.formulas.zero_places import Place


def given_sizes(model: Stated) -> Mapping[str, int]:
    """Return the dimensions that have a number."""
    dim = model.setting.dim
    return {**dict(model.model.sizes), **({} if dim is None else {DIM: dim})}


def given_ones(model: Stated) -> frozenset[str]:
    """Return the spaces whose dimension is given, and 1."""
    return frozenset(name for name, size in given_sizes(model).items() if size == 1)


def free_sizes(model: Stated) -> tuple[str, ...]:
    """Return the dimensions that are symbols."""
    return tuple(one for one in model.model.spaces if one not in given_sizes(model))


def ones(model: Stated, spaces: Iterable[str]) -> Place:
    """Return that these dimensions, which are symbols, are 1."""
    return tuple((model.field.symbol(one), Fraction(1)) for one in sorted(spaces))


def vanishing(
    model: Stated, elements: Iterable[FracElement], at: Place = (), least: int = 1
) -> tuple[Place, ...]:
    """Return the places at which all of some elements vanish; at itself if they do there.

    Args:
        model: the model.
        elements: the elements.
        at: numbers of dimensions.
        least: from which on the other dimensions are whole numbers.
    """
    ranges = {name: whole_from(least) for name in free_sizes(model)}
    coefficients = dict.fromkeys(c for one in elements for c in _coefficients(model, one))
    return Zeros(model.field, ranges).common(coefficients, at)


def _coefficients(model: Stated, element: FracElement) -> Iterator[FracElement]:
    """Yield the coefficients of a numerator as a polynomial in all that is no dimension."""
    ring, field = element.numer.ring, model.field.field
    sizes = [str(symbol) in free_sizes(model) for symbol in ring.symbols]
    found: dict[tuple[int, ...], dict[tuple[int, ...], object]] = {}
    for powers, number in element.numer.terms():
        others = tuple(p * (not size) for p, size in zip(powers, sizes, strict=True))
        own = tuple(p * size for p, size in zip(powers, sizes, strict=True))
        found.setdefault(others, {})[own] = number
    for terms in found.values():
        yield field(ring.from_dict(terms))
