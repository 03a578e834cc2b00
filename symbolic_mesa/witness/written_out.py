"""A prediction written out in coordinates, held against that of the full model."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import product
from math import prod
from typing import Any

from numeric_check.interpreter.reading import at, inner_times
from numeric_check.model.exact_scene import ExactScene
from numeric_check.model.exact_tokens import Enumerated
from numeric_check.model.laurent import Laurent
from symbolic_mesa.engine.reduction import ScaledTerm

Token = Callable[[int, int, bool], Any]  # of a coordinate, a time >= 1, whether it is conjugate

LENGTH = 5
STARTS = (
    (Fraction(2),),
    (Fraction(2), Fraction(-3)),
    (Fraction(1), Fraction(1, 2), Fraction(-2)),
)
BASES = (Fraction(10**9), Fraction(10**90), Fraction(10**900))
"""Numbers for phases, 1/number for the conjugate: so far apart that no two monomials meet."""


def written_out(
    terms: Sequence[ScaledTerm], output: int, t: int, dim: int, scales: Mapping[str, Any], x: Token
) -> Any:
    """Return coordinate `output` of the prediction at t; x_t = 0 for t < 1."""
    total: Any = 0
    for scaled in terms:
        divisor = prod(at(form, {"t": t}) for form in scaled.term.divisors)
        factor = scaled.term.coefficient / divisor
        factor = factor * prod((scales[name] for name in scaled.scales), start=1)
        for place, times in product(
            _places(scaled, output, dim), inner_times(scaled.term, {"t": t})
        ):
            tokens = [
                (place[one.coordinate], at(one.time, times), one.conjugate)
                for one in scaled.term.tokens
            ]
            if all(time >= 1 for _, time, _ in tokens):
                total = total + factor * prod((x(*one) for one in tokens), start=1)
    return total


def _places(scaled: ScaledTerm, output: int, dim: int) -> Iterator[dict[str, int]]:
    names = [name for name in scaled.term.coordinates() if name != "i"]
    for chosen in product(range(dim), repeat=len(names)):
        yield {"i": output, **dict(zip(names, chosen, strict=True))}


def exact_gap(terms: Sequence[ScaledTerm]) -> float:
    """Return 0 if the prediction is that of the full model for all phases, else 1.

    How large a difference is says nothing at such phases: it may be beyond doubles, or below them.
    """
    for start in STARTS:
        scene = ExactScene(Enumerated(((start, Fraction(1)),)), LENGTH)
        scales = dict(zip("ab", scene.probe, strict=True))

        def x(coordinate: int, time: int, conjugate: bool, start: Any = start) -> Fraction:
            power = -(time - 1) if conjugate else time - 1
            value: Fraction = start[coordinate] * BASES[coordinate] ** power
            return value

        for t, right in enumerate(scene.predictions(start), 2):
            for output, polynomial in enumerate(right):
                if written_out(terms, output, t, len(start), scales, x) != _evaluated(polynomial):
                    return 1.0
    return 0.0


def _evaluated(polynomial: Laurent) -> Fraction:
    total = Fraction(0)
    for key, coefficient in polynomial.items():
        total += coefficient * prod(base**e for base, e in zip(BASES, key, strict=False))
    return total


def largest_gap(terms: Sequence[ScaledTerm]) -> float:
    """Return the largest difference on stated sequences, relative to the largest prediction."""
    import numpy as np

    from numeric_check.model.attention import diagonal_blocks, predictions

    scales = {"a": 0.75, "b": -1.25}
    tokens = np.array([[1.5, -0.5], [0.25, 2.0]], dtype=np.complex128)
    phases = np.exp(1j * np.array([[0.3, 2.1], [1.7, -0.9]]))
    right = predictions(diagonal_blocks(2, **scales), tokens, phases, LENGTH)
    gaps = [0.0]
    for n, output, (t, found) in product(range(2), range(2), enumerate(right, 2)):

        def x(coordinate: int, time: int, conjugate: bool, n: int = n) -> complex:
            value = complex(tokens[n, coordinate] * phases[n, coordinate] ** (time - 1))
            return value.conjugate() if conjugate else value

        gaps.append(abs(written_out(terms, output, t, 2, scales, x) - found[n, output]))
    return float(max(gaps) / max(np.max(np.abs(found)) for found in right))
