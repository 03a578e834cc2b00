"""Where formulas in d, T and the symbols of a law vanish: places that hold every zero.

A formula is factored. A factor in one symbol has roots, of which those are kept that the symbol can
be. A factor in d, T and harmonic numbers is shown to keep its sign from some d and T on; the finite
number of lines before are looked at one by one. What nothing decides stays an equation.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import sympy
from sympy.polys.fields import FracElement
from sympy.polys.rings import PolyElement

from symbolic_mesa.formulas.formula import Formula
from symbolic_mesa.formulas.fractions import Algebra
from symbolic_mesa.formulas.root_fields import is_root
from symbolic_mesa.formulas.signs import changes_sign, keeps_sign
from symbolic_mesa.formulas.zero_places import DIM, LENGTH, Place, Range, at_place

LARGEST_DIM = 4  # from which on a factor in d and T must keep its sign
LENGTHS = (*range(2, 15), 20, 30, 50, 100)  # beyond which
FEW = 8  # of them are tried with d, half as many with other symbols
ENCLOSED = Fraction(1, 10**20)  # a root that is no fraction lies between two that are so near


@dataclass(frozen=True)
class Zeros:
    """Zeros of elements of a field.

    Attributes:
        field: the field.
        ranges: what its symbols can be, by name; one that is missing can be any number.
    """

    field: Algebra
    ranges: Mapping[str, Range]

    def of(self, element: FracElement) -> tuple[Place, ...]:
        """Return places that hold all zeros of an element that is not 0."""
        _, factors = element.numer.factor_list()
        found = (place for factor, _ in factors for place in self._of_factor(self._element(factor)))
        return tuple(dict.fromkeys(found))

    def common(self, elements: Iterable[FracElement], at: Place = ()) -> tuple[Place, ...]:
        """Return the places where all these elements vanish: where an undecided equation holds too.

        Args:
            elements: the elements.
            at: equations that hold already.
        """
        left: list[tuple[FracElement, tuple[Place, ...]]] = []
        for element in elements:
            value = self.at(element, at)
            if self._is_open(value, at):
                left.append((value, self.of(value)))
                if not left[-1][1]:
                    return ()
        if not left:
            return (at,)
        first = min(left, key=lambda pair: len(pair[0].numer.terms()))
        rest = [value for value, _ in left if value is not first[0]]
        zeros = (tuple({**dict(at), **dict(zero)}.items()) for zero in first[1])
        found = (place for zero in zeros for place in self.common(rest, zero))
        return tuple(dict.fromkeys(found))

    def at(self, element: FracElement, place: Place) -> FracElement:
        """Return an element with the symbols that have a number at a place replaced."""
        return at_place(element, place, self.field)

    def _is_open(self, element: FracElement, at: Place) -> bool:
        """Whether an element does not vanish where these equations hold."""
        equations = [left for left, number in at if not number and len(left.numer.terms()) > 1]
        if not element or not equations:
            return bool(element)
        factors = [self._element(factor) for factor, _ in element.numer.factor_list()[1]]
        return not any(factor in equations for factor in factors)

    @property
    def _least_dim(self) -> int:
        return int(self.ranges["d"].low or 1) if "d" in self.ranges else 1

    def _element(self, polynomial: PolyElement) -> FracElement:
        return self.field.field(polynomial)

    def _of_factor(self, factor: FracElement) -> Iterator[Place]:
        formula = Formula(factor, self.field)
        names = formula.symbols
        if not names:
            if not formula.at({}):
                yield ()
        elif len(formula.generators) == 1 and next(iter(formula.generators)).is_Symbol:
            yield from self._roots(formula, next(iter(formula.generators)).name)
        elif _depend_on_symbols(formula):
            yield ((factor, Fraction(0)),)
        else:
            yield from self._beyond(formula)

    def _roots(self, formula: Formula, name: str) -> Iterator[Place]:
        """Yield the real roots that the symbol can be."""
        symbol = sympy.Symbol(name)
        holds = self.ranges[name].holds if name in self.ranges else lambda _: True
        for root, _ in sympy.Poly(formula.expr, symbol).real_roots(multiple=False):
            if not root.is_Rational and symbol in (DIM, LENGTH):
                continue  # these are whole
            if not may_be(root, holds):
                continue
            if root.is_Rational:
                yield ((self.field.symbol(name), Fraction(int(root.p), int(root.q))),)
            else:
                yield ((formula.element, Fraction(0)),)

    def _beyond(self, formula: Formula) -> Iterator[Place]:
        """Yield the zeros on the lines before the d and T from which on the sign is kept."""
        names = formula.symbols
        least = self._least_dim
        many = len(set(names) - {"d", "T"}) > 0
        dims = range(least, (least + 1 if many else LARGEST_DIM) + 1) if "d" in names else (least,)
        count = FEW // 2 if many else FEW if "d" in names else len(LENGTHS)
        lengths = LENGTHS[:count] if "T" in names else LENGTHS[:1]
        starts = sorted(((d, t) for d in dims for t in lengths), key=lambda pair: sum(pair))
        hopeless = changes_sign(formula, self.ranges)
        tried = () if hopeless else starts
        start = next((one for one in tried if keeps_sign(formula, *one, self.ranges)), None)
        if start is None:
            yield ((formula.element, Fraction(0)),)
            return
        lines = [("d", Fraction(d)) for d in range(least, start[0])]
        lines += [
            ("T", Fraction(t))
            for t in range(formula.problem.shortest_length, start[1] + 1)
            if "T" in names
        ]
        for name, number in lines:
            line = ((self.field.symbol(name), number),)
            value = self.at(formula.element, line)
            yield from ((*line, *more) for more in (self.of(value) if value else [()]))


def _depend_on_symbols(formula: Formula) -> bool:
    """Whether a root, or a constant, that occurs depends on symbols: it is not tried at places."""
    roots = any(is_root(generator) and generator.free_symbols for generator in formula.generators)
    constants = (one for one in formula.algebra.constants if one.name in formula.names)
    return roots or any(one.symbols for one in constants)


def may_be(root: Any, holds: Callable[[Fraction], bool]) -> bool:
    """Whether a symbol may be this number: a root that is no fraction, by enclosing it."""
    if root.is_Rational:
        return holds(Fraction(int(root.p), int(root.q)))
    near = Fraction(str(sympy.N(root, 30)))
    return any(holds(near + gap) for gap in (-ENCLOSED, ENCLOSED))
