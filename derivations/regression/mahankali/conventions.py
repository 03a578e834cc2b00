"""The best step as it is written: divided by N or not, with the query's column or without."""

from itertools import product

from sympy.polys.fields import FracElement

from derivations.exact_checks import zero_elements
from derivations.regression.keys import Convention
from derivations.regression.mahankali import observables as white
from derivations.regression.mahankali.problem import (
    SOURCE,
    WHITE,
    isotropic,
    left_at,
    part,
    size,
    without,
)
from derivations.regression.prompt import AMONG, loss, scalar, word
from symbolic_mesa.formulas.formula import Formula
from symbolic_mesa.formulas.fractions import Algebra
from symbolic_mesa.record import Check, Claim, Step, attempted
from symbolic_mesa.words.rewriting import replaced
from symbolic_mesa.words.values import Value

CONVENTIONS = tuple(Convention(*both) for both in product((True, False), repeat=2))


def conventions(field: Algebra) -> Step:
    """Return the step on the best multiple of I in each way of writing the layer."""
    step = Step(
        "step-sizes",
        Claim(
            "the loss is least at u U + v r^T = c I in each way of writing the layer",
            "c",
            "c",
        ),
        why="the odd part at v = 0 and r = 0, from the layer as it is written; the column of q is "
        "in the even part alone",
        premises=("even-part", "effective-matrix"),
        assumptions=(WHITE,),
        source=SOURCE,
        observable=white.StepSizes(),
    )

    def at_rest(claim: Claim) -> Check:
        gaps = [
            gap
            for convention, side in claim.parts.items()
            for gap in left_at(side.element / field.symbol("u"), field, _loss(convention))
        ]
        return zero_elements("the gradient at c I", gaps)

    return attempted(step, lambda: _parts(field), at_rest)


def _parts(field: Algebra) -> dict[Convention, Formula]:
    return {one: Formula(_size(one, field), field) for one in CONVENTIONS}


def _loss(convention: Convention) -> Value:
    """Return the loss of the odd part in U, called A, at v = 0 and r = 0."""
    odd = part(odd=True, query_column=convention.query_column)
    value = isotropic(loss(odd if convention.divided else odd.times(scalar("N"))))
    return replaced(without(value, "v", "r"), {"U": word("A")}, AMONG)


def _size(convention: Convention, field: Algebra) -> FracElement:
    """Return c: u times the multiple of I that U is."""
    return field.symbol("u") * size(field, _loss(convention))
