"""Quadratic forms in the weights of a model in words that gradient flow keeps.

The speed of tr W'W is -2 tr W'G, G the gradient in W: a value, and the combinations of weights in
which all speeds cancel are found by linear algebra in rationals.
"""

from collections.abc import Sequence
from fractions import Fraction
from functools import partial, reduce

from sympy import Matrix as Rows
from sympy import Rational
from sympy.polys.fields import FracElement

from derivations.exact_checks import symbolic_zero
from derivations.in_words.observables import Conserved
from derivations.in_words.stated import Stated
from symbolic_mesa.formulas.formula import Formula
from symbolic_mesa.record import Check, Claim, Step, attempted
from symbolic_mesa.statement.regression import Trained
from symbolic_mesa.text.errors import NotApplicable
from symbolic_mesa.words.values import Value


def conserved(model: Stated) -> Step:
    """Return the sums of squared norms of weights that never change."""
    free = [one for one in model.model.trained if not one.scale]
    step = Step(
        "conserved",
        Claim(
            "combinations of the squared norms of weights that gradient flow keeps; every other "
            "one is a combination of them",
            "conserved",
            r"\text{conserved}",
        ),
        why="the speed of a squared norm is -2 tr W^T G, G the gradient in W; the combinations "
        "of these that vanish, by linear algebra",
        premises=tuple(f"gradient-{one.name}" for one in free),
        observable=Conserved(),
    )
    return attempted(step, lambda: _forms(model, free), partial(_at_rest, model, free))


def _forms(model: Stated, free: Sequence[Trained]) -> dict[str, Formula]:
    if model.scaled:
        raise NotApplicable("weights on an ansatz move beside the others")
    norms = [_norm(model, one) for one in free]
    found = {
        f"Q_{k}": model.formula(_sum(model, norms, factors))
        for k, factors in enumerate(_vanishing([_pull(model, one) for one in free]), start=1)
    }
    if not found:
        raise NotApplicable("no combination of squared norms of weights is conserved")
    return found


def _norm(model: Stated, one: Trained) -> FracElement:
    return model.element((model.itself(one).T @ model.itself(one)).trace())


def _pull(model: Stated, one: Trained) -> Value:
    """Return tr W'G."""
    return (model.gradients[one.name].T @ model.itself(one)).trace()


def _vanishing(values: Sequence[Value]) -> list[list[Fraction]]:
    """Return the combinations of values that are 0, a basis of them."""
    monomials = sorted({monomial for value in values for monomial in value})
    rows = [
        [Rational(*Fraction(v.get(m, 0)).as_integer_ratio()) for v in values] for m in monomials
    ]
    basis = Rows(rows).nullspace() if rows else []
    return [[Fraction(int(x.p), int(x.q)) for x in _first_positive(vector)] for vector in basis]


def _first_positive(vector: Rows) -> list[Rational]:
    """Return a multiple of a vector whose first entry that is not 0 is 1."""
    first = next(entry for entry in vector if entry)
    return [entry / first for entry in vector]


def _sum(model: Stated, values: Sequence[FracElement], factors: Sequence[Fraction]) -> FracElement:
    terms = (model.field.number(f) * v for f, v in zip(factors, values, strict=True))
    return reduce(lambda total, term: total + term, terms, model.field.field.zero)


def _at_rest(model: Stated, free: Sequence[Trained], claim: Claim) -> Check:
    """The speed of each form: the factors of its squared norms, times what pulls at each."""
    norms = [_norm(model, one) for one in free]
    pulls = [model.element(_pull(model, one)) for one in free]

    def speed(form: Formula) -> FracElement:
        rest, total = form.element, model.field.field.zero
        for norm, pull in zip(norms, pulls, strict=True):
            factor = _factor(model, form.element, norm)
            rest, total = rest - factor * norm, total + factor * pull
        return rest or total

    what = "the speed of each form along the flow"
    return symbolic_zero(what, *(partial(speed, form) for form in claim.parts.values()))


def _factor(model: Stated, form: FracElement, norm: FracElement) -> FracElement:
    """Return the coefficient of a squared norm, which is one monomial, in a form."""
    (monomial,) = norm.numer.monoms()
    if form.denom.monoms() != model.field.field.one.numer.monoms():
        return model.field.field.zero
    coefficient = dict(form.numer.terms()).get(monomial, 0)
    return model.field.field(coefficient) / model.field.field(form.denom.LC)
