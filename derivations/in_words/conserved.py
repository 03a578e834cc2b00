"""Quadratic forms in the weights of a model in words that gradient flow keeps.

The speed of tr W'W is -2 tr W'G, G the gradient in W, and that of W'W is -(W'G + G'W): sums of
words, and the combinations of weights in which all of them cancel are found by linear algebra in
rationals.
"""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial, reduce

from sympy import Matrix as Rows
from sympy import Rational
from sympy.polys.fields import FracElement

from derivations.exact_checks import zero_elements
from derivations.in_words.observables import Conserved
from derivations.in_words.stated import Stated
from symbolic_mesa.formulas.formula import Formula
from symbolic_mesa.formulas.matrix_sums import MatrixSum
from symbolic_mesa.record import Check, Claim, Step, attempted
from symbolic_mesa.statement.regression import Trained
from symbolic_mesa.text.errors import NotApplicable
from symbolic_mesa.words.letters import LINE
from symbolic_mesa.words.matrices import Matrix, identity
from symbolic_mesa.words.values import Number


@dataclass(frozen=True)
class Square:
    """A square of a weight, and half its speed, less the sign.

    Attributes:
        of: W'W or WW', or the squared norm.
        pull: the symmetric part of W'G or of WG', or tr W'G.
    """

    of: Matrix
    pull: Matrix


def conserved(model: Stated) -> Step:
    """Return the sums of squares of weights that never change."""
    free = [one for one in model.model.trained if not one.scale]
    step = Step(
        "conserved",
        Claim(
            "combinations of the squared norms of weights, and of their products with their "
            "transposes, that gradient flow keeps, the first of each with the coefficient 1; every "
            "other one that it keeps at every size is a combination of them",
            "conserved",
            r"\text{conserved}",
        ),
        why="the speed of a square is a sum of words; the combinations of squares in which these "
        "vanish, by linear algebra",
        premises=tuple(f"gradient-{one.name}" for one in free),
        observable=Conserved(),
    )
    return attempted(step, lambda: _forms(model, free), partial(_at_rest, model, free))


def _forms(model: Stated, free: Sequence[Trained]) -> dict[str, Formula | MatrixSum]:
    if model.scaled:
        raise NotApplicable("weights on an ansatz move beside the others")
    norms = [_norm(model, one) for one in free]
    found: dict[str, Formula | MatrixSum] = {
        f"Q_{k}": model.formula(model.element(form.as_value()))
        for k, form in enumerate(_kept(norms), start=1)
    }
    matrices = [form for squares in _by_space(model, free) for form in _kept(squares)]
    found |= {f"M_{k}": model.sum(form) for k, form in enumerate(matrices, start=1)}
    if not found:
        raise NotApplicable("no combination of squares of weights is conserved")
    return found


def _norm(model: Stated, one: Trained) -> Square:
    weight, slope = model.itself(one), model.gradients[one.name]
    unit = identity(model.among, LINE)
    return Square(unit.times((weight.T @ weight).trace()), unit.times((weight.T @ slope).trace()))


def _by_space(model: Stated, free: Sequence[Trained]) -> Iterator[list[Square]]:
    """Yield the products of weights with their transposes, those of one space together."""
    found: dict[str, list[Square]] = {}
    for one in free:
        weight, slope = model.itself(one), model.gradients[one.name]
        for left, right in ((weight.T, slope.T), (weight, slope)):
            pull = left @ right.T
            square = Square(left @ left.T, (pull + pull.T) * Fraction(1, 2))
            found.setdefault(left.rows, []).append(square)
    found.pop(LINE, None)  # those are norms
    yield from found.values()


def _kept(squares: Sequence[Square]) -> Iterator[Matrix]:
    """Yield the combinations of squares whose pulls cancel."""
    for factors in _vanishing([_numbers(one.pull) for one in squares]):
        terms = (one.of * factor for one, factor in zip(squares, factors, strict=True))
        yield reduce(Matrix.__add__, terms)


def _numbers(found: Matrix) -> dict[Hashable, Number]:
    """Return the numbers in a sum of words, by word and monomial."""
    terms = found.terms.items()
    return {(word, m): number for word, value in terms for m, number in value.items()}


def _vanishing(values: Sequence[Mapping[Hashable, Number]]) -> list[list[Fraction]]:
    """Return the combinations of values that are 0, a basis of them."""
    keys = dict.fromkeys(key for value in values for key in value)
    rows = [[Rational(*Fraction(v.get(k, 0)).as_integer_ratio()) for v in values] for k in keys]
    basis = Rows(rows).nullspace() if rows else []
    return [[Fraction(int(x.p), int(x.q)) for x in _first_positive(vector)] for vector in basis]


def _first_positive(vector: Rows) -> list[Rational]:
    """Return a multiple of a vector whose first entry that is not 0 is 1."""
    first = next(entry for entry in vector if entry)
    return [entry / first for entry in vector]


def _at_rest(model: Stated, free: Sequence[Trained], claim: Claim) -> Check:
    """The speed of each form: the factors of its squares, times what pulls at each."""
    norms = [_norm(model, one) for one in free]
    squares = [one for several in _by_space(model, free) for one in several]
    gaps = [
        gap
        for form in claim.parts.values()
        for gap in (
            _speed(model, form, norms)
            if isinstance(form, Formula)
            else _speeds(model, form, squares)
        )
    ]
    return zero_elements("the speed of each form along the flow", gaps)


def _speed(model: Stated, form: Formula, norms: Sequence[Square]) -> Iterator[FracElement]:
    """Yield the speed of a sum of squared norms, and what is no such sum."""
    rest, total = form.element, model.field.field.zero
    for one in norms:
        norm, pull = (model.element(m.as_value()) for m in (one.of, one.pull))
        factor = _factor(model, form.element, norm)
        rest, total = rest - factor * norm, total + factor * pull
    yield from (rest, total)


def _speeds(model: Stated, form: MatrixSum, squares: Sequence[Square]) -> Iterator[FracElement]:
    """Yield the coefficients of the speed of a sum of products, and of what is no such sum."""
    rest = {tuple(word): formula.element for word, formula in form}
    spelled = model.among.alphabet.spelled
    total: dict[Hashable, FracElement] = {}
    for one in squares:
        (word,) = one.of.terms
        factor = rest.pop(spelled(word), model.field.field.zero)
        for there, pull in model.coefficients(one.pull).items():
            total[there] = total.get(there, model.field.field.zero) + factor * pull
    yield from (*rest.values(), *total.values())


def _factor(model: Stated, form: FracElement, norm: FracElement) -> FracElement:
    """Return the coefficient of a squared norm, which is one monomial, in a form."""
    (monomial,) = norm.numer.monoms()
    if form.denom.monoms() != model.field.field.one.numer.monoms():
        return model.field.field.zero
    coefficient = dict(form.numer.terms()).get(monomial, 0)
    return model.field.field(coefficient) / model.field.field(form.denom.LC)
