"""What is compared with what for a mesa-layer run backwards: drawn matrices, and errors."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from functools import cache, partial
from math import ceil, log
from random import Random
from typing import Any

import numpy as np

from derivations.von_oswald import step_back_observables as of
from derivations.von_oswald.keys import Forgetting
from numeric_check.words.dual_matrices import Dual, fixed
from numeric_check.words.rational_matrices import (
    Matrix,
    added,
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
from symbolic_mesa.witness.tabled import Case, tabled
from symbolic_mesa.witness.words_at import error_at, in_doubles, sum_at

ROUTES = tuple(replace(route, model="matrices that are drawn") for route in ON_DIAGONAL)
SIZES = (1, 2, 3)
GRID = tuple(Fraction(n, 8) for n in range(1, 17))
FACTORS = (Fraction(1, 2), Fraction(9, 10), Fraction(7, 5))
STEP = 1e-40

Drawn = tuple[Mapping[str, Matrix], Mapping[str, Fraction]]  # matrices and numbers


@cache
def _cases() -> tuple[Drawn, ...]:
    """Return a step from R_{t−1} = P to R_t = R at several sizes."""
    return tuple(map(_case, SIZES, FACTORS))


def _case(size: int, gamma: Fraction) -> Drawn:
    draw = Random(size)  # noqa: S311  # nothing here is secret
    m, k = symmetric(size, draw), drawn(size, 1, draw)
    a = added(scaled(m, gamma), multiplied(k, transposed(k)))
    letters = {"M": m, "P": inverse(m), "A": a, "R": inverse(a), "k": k, "I": unit(size)}
    letters |= {"E": symmetric(size, draw), "F": symmetric(size, draw)}
    forms = {x: product(("k'", x, "k"), letters)[0][0] for x in "RPF"}
    return letters, {"gamma": gamma, **{f"form_k_T_{x}_k": one for x, one in forms.items()}}


def _less(a: Matrix, k: Matrix) -> Matrix:
    """Return A − k k'."""
    return added(a, scaled(multiplied(k, transposed(k)), Fraction(-1)))


def _before(a: Matrix, k: Matrix, gamma: Fraction) -> Matrix:
    """Return R_{t−1}⁻¹ from R_t⁻¹."""
    return scaled(_less(a, k), 1 / gamma)


def _back(letters: Mapping[str, Matrix], gamma: Fraction) -> Matrix:
    return inverse(_before(letters["A"], letters["k"], gamma))


def _image(letters: Mapping[str, Matrix], _gamma: Fraction) -> Matrix:
    image = multiplied(letters["R"], letters["k"])
    return multiplied(_less(letters["A"], letters["k"]), image)


def _error(letters: Mapping[str, Matrix], gamma: Fraction) -> Matrix:
    a, k = letters["A"], letters["k"]
    moved = _before(added(a, letters["E"]), k, gamma)
    return added(moved, scaled(_before(a, k, gamma), Fraction(-1)))


def _error_of_inverse(letters: Mapping[str, Matrix], gamma: Fraction) -> Matrix:
    moving = Dual(letters["R"], letters["F"]).inverse()
    outer = multiplied(letters["k"], transposed(letters["k"]))
    back = (moving + fixed(scaled(outer, Fraction(-1)))).times(fixed(((1 / gamma,),)))
    return back.inverse().change


def _stepped(moving: Any, k: Any, gamma: float) -> Any:
    """Return R_{t−1} from R_t in doubles, complex where it moves."""
    return np.linalg.inv((np.linalg.inv(moving) - k @ k.T) / gamma)


def _back_in_doubles(arrays: Mapping[str, Any], gamma: float) -> Any:
    return _stepped(arrays["R"], arrays["k"], gamma)


def _image_in_doubles(arrays: Mapping[str, Any], _gamma: float) -> Any:
    k = arrays["k"]
    return k - k @ (k.T @ np.linalg.solve(arrays["A"], k))


def _error_in_doubles(arrays: Mapping[str, Any], gamma: float) -> Any:
    """Return the error of what gives, by a step forwards, R_t⁻¹ and its error: solved for."""
    size = len(arrays["A"])
    forwards = np.kron(gamma * np.eye(size), np.eye(size))
    return np.linalg.solve(forwards, arrays["E"].ravel()).reshape(size, size)


def _of_inverse_in_doubles(arrays: Mapping[str, Any], gamma: float) -> Any:
    moving = arrays["R"] + 1j * STEP * arrays["F"]
    return _stepped(moving, arrays["k"], gamma).imag / STEP


def _exact(measured: Callable[..., Matrix], claim: Claim) -> float:
    """Return 0 if a claim is what is measured in rationals, for every case; else 1."""
    pairs = ((sum_at(claim.value, *case), measured(case[0], case[1]["gamma"])) for case in _cases())
    return float(any(stated != found for stated, found in pairs))


def _doubles(measured: Callable[..., Any], claim: Claim) -> float:
    """Return the largest difference beside the size of what is measured, in doubles."""
    return max(
        error_at(claim.value, arrays, numbers, measured(arrays, float(numbers["gamma"])))
        for arrays, numbers in ((in_doubles(matrices), numbers) for matrices, numbers in _cases())
    )


def _of_words(exact: Callable[..., Matrix], doubles: Callable[..., Any]) -> Measure:
    return WithoutLaw(partial(_exact, exact), partial(_doubles, doubles), ROUTES)


def _pivots(_key: Any) -> Iterator[Case]:
    for letters, numbers in _cases():
        yield numbers, 1 - product(("k'", "R", "k"), letters)[0][0]


def _pivots_in_doubles(_key: Any) -> Iterator[Case]:
    """Yield the quotient of determinants of R_t⁻¹ − k k' and of R_t⁻¹."""
    for letters, numbers in _cases():
        both = _less(letters["A"], letters["k"]), letters["A"]
        less, whole = (np.array(one, dtype=float) for one in both)
        yield numbers, float(np.linalg.det(less) / np.linalg.det(whole))


def _cancellations(_key: Any) -> Iterator[Case]:
    """Yield the relative change of 1 − p where p changes by itself, less its sign."""
    for letters, numbers in _cases():
        now = product(("k'", "R", "k"), letters)
        pivot = fixed(unit(1)) + Dual(scaled(now, Fraction(-1)), scaled(now, Fraction(-1)))
        yield numbers, -pivot.change[0][0] / pivot.value[0][0]


def _cancellations_in_doubles(_key: Any) -> Iterator[Case]:
    for letters, numbers in _cases():
        now = float(product(("k'", "R", "k"), letters)[0][0])
        yield numbers, -float(np.log(1 - now * np.exp(1j * STEP)).imag / STEP)


def _grown(gamma: Fraction, steps: int) -> Fraction:
    """Return by what an error is multiplied in steps back from the same state with and without."""
    letters, _ = _cases()[1]
    one, other = letters["A"], added(letters["A"], letters["E"])
    for _ in range(steps):
        one, other = (_before(state, letters["k"], gamma) for state in (one, other))
    return (other[0][1] - one[0][1]) / letters["E"][0][1]


def _grown_in_doubles(gamma: Fraction, steps: int) -> float:
    """Return the same of two columns of differences, by a solve."""
    error = np.array([1.0])
    for _ in range(steps):
        error = np.linalg.solve(np.array([[float(gamma)]]), error)
    return float(error[0])


def _limit(grown: Callable[[Fraction, int], Any], _key: Any) -> Iterator[Case]:
    yield {}, next(gamma for gamma in GRID if grown(gamma, 1) <= 1)


def _several(grown: Callable[[Fraction, int], Any], key: Any) -> Iterator[Case]:
    for gamma in FACTORS:
        yield {"gamma": gamma}, grown(gamma, key)


def _until(key: Forgetting) -> Iterator[Case]:
    """Yield how many steps were run until an error of 2^-52 was 1, in whole numbers."""
    above, below, count = 1, 2**52, 0
    while above < below:
        above, below = above * key.gamma.denominator, below * key.gamma.numerator
        count += 1
    yield {}, count


def _until_in_doubles(key: Forgetting) -> Iterator[Case]:
    """Yield the same by logarithms."""
    yield {}, ceil(52 * log(2) / -log(float(key.gamma)))


_taken = partial(tabled, routes=ROUTES)

MEASURES: Mapping[type, Measure] = {
    of.StepBack: _of_words(_back, _back_in_doubles),
    of.Singular: _of_words(_image, _image_in_doubles),
    of.Pivot: _taken(_pivots, _pivots_in_doubles),
    of.Cancellation: _taken(_cancellations, _cancellations_in_doubles),
    of.ErrorBack: _of_words(_error, _error_in_doubles),
    of.ErrorOfInverse: _of_words(_error_of_inverse, _of_inverse_in_doubles),
    of.Stable: _taken(partial(_limit, _grown), partial(_limit, _grown_in_doubles)),
    of.ErrorsBack: _taken(partial(_several, _grown), partial(_several, _grown_in_doubles)),
    of.UntilLost: _taken(_until, _until_in_doubles),
}
"""The measure of each type of observable."""
