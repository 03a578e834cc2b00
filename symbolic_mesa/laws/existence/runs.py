"""Moments known without a gap from one degree to another: a form in rationals that may decide.

Where E x^k is known for k = s, s + t, …, s + 2 n t, and x^s is nowhere negative, the Hankel matrix
of these is that of the law weighted with x^s. A vector v on which it is not positive gives the
polynomial x^s v(x^t)², whose mean would be at most 0: below 0 there is no law, and at 0 the law
lives on the roots.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from symbolic_mesa.laws.existence.linear import Fault
from symbolic_mesa.laws.existence.moment_forms import Block, faults
from symbolic_mesa.laws.existence.polynomials import Polynomial, times
from symbolic_mesa.laws.existence.problem import Problem


@dataclass(frozen=True)
class Bound:
    """A nowhere negative polynomial in the known powers whose mean is not positive.

    Attributes:
        square: the polynomial.
        mean: its mean.
        roots: a polynomial with the same roots, each once.
    """

    square: Polynomial
    mean: Fraction
    roots: Polynomial


def bounds(problem: Problem) -> list[Bound]:
    """Return what runs of known moments show, fewest roots first."""
    top = max(problem.top, 0)
    moments = [problem.values.get(k, Fraction(0)) for k in range(top + 1)]
    found = [
        _bound(step, shift, fault)
        for step in ((1,) if problem.half else (1, 2))
        for shift, fault in faults(moments[::step], list(_blocks(problem, step)))
    ]
    return sorted(found, key=lambda bound: len(bound.roots))


def _blocks(problem: Problem, step: int) -> Iterator[Block]:
    """Yield the Hankel matrices of all runs of multiples of a step."""
    known = {k // step for k, _ in problem.known if k % step == 0 and k <= problem.top}
    for shift in sorted(known):
        begins = not {shift - 1, shift - 2} <= known  # else this block is part of another
        if begins and (problem.half or step == 2 or shift % 2 == 0):
            end = next(k for k in range(shift, problem.top + 2) if k + 1 not in known)
            yield shift, (end - shift) // 2 + 1


def _bound(step: int, shift: int, fault: Fault) -> Bound:
    v = _spread(fault.vector, step)
    square = (Fraction(0),) * (shift * step) + times(v, v)
    at_zero = shift and v[0]
    return Bound(square, fault.value, (Fraction(0), *v) if at_zero else v)


def _spread(p: Sequence[Fraction], step: int) -> Polynomial:
    """Return p(x^step)."""
    total = [Fraction(0)] * (step * (len(p) - 1) + 1)
    total[::step] = p
    return tuple(total)
