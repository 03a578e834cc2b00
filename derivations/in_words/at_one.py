"""Sums of words at d = 1, where letters are numbers: polynomials in them, and in their inverses."""

from collections import Counter
from collections.abc import Iterable, Mapping

from sympy.polys.fields import FracElement

from derivations.in_words.stated import Stated
from symbolic_mesa.formulas.word_fields import DIM
from symbolic_mesa.words.matrices import Matrix
from symbolic_mesa.words.values import ONE

Powers = frozenset[tuple[int, int]]  # letters by their first code, each with its exponent
Polynomial = Mapping[Powers, FracElement]


def polynomial(found: Matrix, model: Stated) -> Polynomial:
    """Return what a sum of words is; no word may have a letter with the space of samples."""
    total: dict[Powers, FracElement] = {}
    for word, value in found.terms.items():
        for monomial, number in value.items():
            scalars = {ONE: number}
            letters = [*word]
            for generator, exponent in monomial:
                if generator[0] < 0:
                    scalars = {(*next(iter(scalars)), (generator, exponent)): number}
                else:
                    letters += [*generator] * exponent
            key = _powers(letters, model)
            total[key] = total.get(key, model.field.field.zero) + model.element(scalars)
    return {key: value for key, value in total.items() if value}


def times(left: Polynomial, right: Polynomial) -> Polynomial:
    """Return a product."""
    total: dict[Powers, FracElement] = {}
    for one, first in left.items():
        for other, second in right.items():
            key = _gathered([*one, *other])
            total[key] = total[key] + first * second if key in total else first * second
    return {key: value for key, value in total.items() if value}


def _powers(letters: Iterable[int], model: Stated) -> Powers:
    """Return a product of letters; a transpose is the letter, an inverse has exponent −1.

    The column of ones of d is 1.
    """
    alphabet = model.among.alphabet
    ones = {2 * k for k, one in enumerate(alphabet.letters) if one.ones and one.rows == DIM}
    plain = (code - code % 2 for code in letters if code - code % 2 not in ones)
    inverse = ((code, alphabet.inverses.get(code, code)) for code in plain)
    return _gathered((min(code, other), 1 if code <= other else -1) for code, other in inverse)


def _gathered(factors: Iterable[tuple[int, int]]) -> Powers:
    powers: Counter[int] = Counter()
    for code, exponent in factors:
        powers[code] += exponent
    return frozenset((code, exponent) for code, exponent in powers.items() if exponent)
