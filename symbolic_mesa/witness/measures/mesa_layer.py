"""What is compared with what for layers that solve least-squares problems: drawn matrices."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from functools import partial
from random import Random

from derivations.von_oswald import observables as of
from numeric_check.words.rational_matrices import (
    Matrix,
    added,
    diagonal,
    drawn,
    inverse,
    multiplied,
    product,
    scaled,
    symmetric,
    transposed,
    unit,
)
from symbolic_mesa.record import Claim
from symbolic_mesa.witness.measure import Measure, WithoutLaw
from symbolic_mesa.witness.routes import ON_DIAGONAL
from symbolic_mesa.witness.words_at import error_at, in_doubles, sum_at

SIZES = ((1, 1, 2), (2, 3, 4), (3, 2, 2))  # d_k, d_v, T
ROUTES = tuple(replace(route, model="matrices that are drawn") for route in ON_DIAGONAL)
FORM = "form_k_T_R_k"

Drawn = tuple[Mapping[str, Matrix], Mapping[str, Fraction]]  # matrices and numbers
Measured = Callable[[Drawn], Matrix]
Prepared = Callable[[Drawn], Drawn]


def _cases(forgetting: bool) -> Iterator[Drawn]:
    """Yield matrices of several sizes, the same each time."""
    draw = Random(1)  # noqa: S311  # nothing here is secret
    for keys, values, tokens in SIZES:
        k, v = drawn(keys, tokens, draw), drawn(values, tokens, draw)
        weights = diagonal([Fraction(draw.randint(1, 9), 4) for _ in range(tokens)])
        ridge, gamma = Fraction(draw.randint(1, 9), 3), Fraction(draw.randint(1, 9), 10)
        m = symmetric(keys, draw)
        one = drawn(keys, 1, draw)
        matrices = {"K": k, "V": v, "D": weights, "M": m, "R": inverse(m), "k": one}
        matrices["Phi"] = drawn(values, keys, draw)
        ((form,),) = product(("k'", "R", "k"), matrices)
        yield matrices, {"mu": ridge, "gamma": gamma if forgetting else Fraction(1), FORM: form}


def _grown(case: Drawn) -> Matrix:
    """Return the inverse of γM + k k'."""
    matrices, numbers = case
    k = matrices["k"]
    return inverse(added(scaled(matrices["M"], numbers["gamma"]), multiplied(k, transposed(k))))


def _bracket(case: Drawn) -> Matrix:
    """Return K D K' + μI."""
    matrices, numbers = case
    size = len(matrices["K"])
    return added(product(("K", "D", "K'"), matrices), scaled(unit(size), numbers["mu"]))


def _gradient(case: Drawn) -> Matrix:
    """Return the gradient at Φ entry by entry, from the squares of each token."""
    matrices, numbers = case
    phi, k, v, weights = (matrices[name] for name in ("Phi", "K", "V", "D"))
    errors = added(multiplied(phi, k), scaled(v, Fraction(-1)))
    rows, columns, tokens = range(len(phi)), range(len(k)), range(len(weights))
    return tuple(
        tuple(
            sum((weights[t][t] * errors[i][t] * k[j][t] for t in tokens), numbers["mu"] * phi[i][j])
            for j in columns
        )
        for i in rows
    )


def _solution(case: Drawn) -> Matrix:
    """Return the Φ of the normal equations, solved."""
    matrices, _ = case
    return multiplied(product(("V", "D", "K'"), matrices), inverse(_bracket(case)))


def _of_bracket(case: Drawn) -> Drawn:
    matrices, numbers = case
    return {**matrices, "R": inverse(_bracket(case))}, numbers


def _exact(measured: Measured, forgetting: bool, prepared: Prepared, claim: Claim) -> float:
    """Return 0 if a claim is what is measured in rationals, for every case; else 1."""
    cases = map(prepared, _cases(forgetting))
    return float(any(_differs(claim, case, measured) for case in cases))


def _differs(claim: Claim, case: Drawn, measured: Measured) -> bool:
    return bool(sum_at(claim.value, *case) != measured(case))


def _doubles(measured: Measured, forgetting: bool, prepared: Prepared, claim: Claim) -> float:
    """Return the largest difference beside the size of what is measured, in doubles."""
    return max(_error(claim, case, measured) for case in map(prepared, _cases(forgetting)))


def _error(claim: Claim, case: Drawn, measured: Measured) -> float:
    matrices, numbers = case
    return error_at(claim.value, in_doubles(matrices), numbers, measured(case))


def _as_it_is(case: Drawn) -> Drawn:
    return case


def _measure(
    measured: Measured, forgetting: bool = False, prepared: Prepared = _as_it_is
) -> Measure:
    rest = measured, forgetting, prepared
    return WithoutLaw(partial(_exact, *rest), partial(_doubles, *rest), ROUTES)


MEASURES: Mapping[type, Measure] = {
    of.LeastSquaresGradient: _measure(_gradient),
    of.LeastSquaresSolution: _measure(_solution, prepared=_of_bracket),
    of.RankOneInverse: _measure(_grown),
    of.ForgettingInverse: _measure(_grown, forgetting=True),
}
"""The measure of each type of observable."""
