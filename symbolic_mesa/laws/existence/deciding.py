"""The decision: guesses in floating point, accepted only when rationals prove them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction

from symbolic_mesa.laws.existence.atoms import refined, starts
from symbolic_mesa.laws.existence.centres import Centre, centres
from symbolic_mesa.laws.existence.finite import combination, family_on_roots
from symbolic_mesa.laws.existence.linear import Contradiction, negative_vector, solve
from symbolic_mesa.laws.existence.moment_forms import Family, family_of, faults, hankel
from symbolic_mesa.laws.existence.polynomials import (
    Polynomial,
    positive,
    positive_on_roots,
    real_rooted,
    times,
)
from symbolic_mesa.laws.existence.problem import Problem, problem_of
from symbolic_mesa.laws.existence.verdicts import Exists, Impossible, Terms, Undecided, Verdict

GRIDS = (3, 6, 12, 24, 40)  # bits of a rounded guess: few make a short certificate
TOP = 60  # the largest degree for which a completion is sought

Positive = Callable[[Sequence[Fraction]], bool]
Negative = tuple[tuple[Fraction, ...], Fraction]  # a polynomial and its negative expectation


def decide(single: Mapping[int, Fraction], symmetric: bool) -> Verdict:
    """Return whether some law has these moments E x^k.

    Args:
        single: moments by their powers, the even ones positive.
        symmetric: whether the law must be symmetric.
    """
    problem = problem_of(single, symmetric)
    family = family_of(problem)
    if not family.free:
        return _without_gaps(problem, family)
    if problem.top > TOP:
        return Undecided()
    found, last = _by_centres(family, lambda p: positive(p, problem.half))
    if isinstance(found, Exists):
        return found
    if found:
        p, expected = found
        return Impossible(problem.in_x(dict(enumerate(p))), expected)
    return _on_the_border(problem, family, last) if last else Undecided()


def _without_gaps(problem: Problem, family: Family) -> Verdict:
    """All moments are known: a form that is not positive definite decides, or bounds the roots."""
    found = sorted(faults(family.fixed, family.blocks), key=lambda f: (len(f[1].vector), f[0]))
    if not found:
        return Exists(family.fixed)
    for shift, fault in found:
        square = (Fraction(0),) * shift + times(fault.vector, fault.vector)
        if fault.value < 0:
            return Impossible(problem.in_x(dict(enumerate(square))), fault.value)
    shift, fault = found[0]
    roots = (Fraction(0),) * shift + fault.vector
    square = (Fraction(0),) * shift + times(fault.vector, fault.vector)
    return _on_roots(problem, roots, square) or Undecided()


def _by_centres(
    family: Family, positive: Positive
) -> tuple[Exists | Negative | None, Centre | None]:
    """Follow the central path until a guess is proved; also return where it ended."""
    last = None
    for last in centres(family):
        if last.slack < 0:
            for values in _rounded(last.free):
                moments = family.member(values)
                if not any(faults(moments, family.blocks)):
                    return Exists(moments), last
        if last.bound < 0:
            size = max(map(abs, last.polynomial))
            for guess in _rounded([c / size for c in last.polynomial]):
                p, expected = family.expectation(guess)
                if expected < 0 and positive(p):
                    return (p, expected), last
    return None, last


def _rounded(values: Sequence[float]) -> Iterator[tuple[Fraction, ...]]:
    for bits in GRIDS:
        yield tuple(Fraction(round(v * 2**bits), 2**bits) for v in values)


def _on_the_border(problem: Problem, family: Family, last: Centre) -> Verdict:
    """Seek the roots on which the law lives, from where the central path ended."""
    moments = [float(m) for m in family.member([Fraction(v) for v in last.free])]
    guesses = list(starts(moments, problem.half))
    for part in _parts(problem):
        for start in guesses:
            q = refined(part, start)
            if q is None or not real_rooted(q, problem.half):
                continue
            if part is problem:
                found = _on_roots(problem, q, None)
                if isinstance(found, Exists):
                    return found
            square = _supporting(part, q)
            found = _on_roots(problem, q, square) if square else None
            if found:
                return found
    return Undecided()


def _parts(problem: Problem) -> Iterator[Problem]:
    """Yield the problem, and what is left of it without the highest moments."""
    yield problem
    for degree, _ in reversed(problem.known[2:]):
        yield problem.up_to(degree - 1)


def _supporting(problem: Problem, q: Polynomial) -> Polynomial | None:
    """Return a polynomial in the known powers that is 0 at the roots of q and positive elsewhere.

    It is a multiple of q², or of q² / z where z >= 0 and 0 is a root.
    """
    base = times(q, q)
    if problem.half and not q[0]:
        base = base[1:]
    known = problem.values
    for top in range(len(base) - 1, problem.top + 1):
        size = top - len(base) + 2
        rows = [
            [base[k - j] if 0 <= k - j < len(base) else Fraction(0) for j in range(size)]
            for k in range(top + 1)
            if k not in known
        ]
        found = solve(rows, [Fraction(0)] * len(rows), size)
        if isinstance(found, Contradiction):
            continue
        for _, factor in found.free:
            for sign in (1, -1):
                signed = tuple(sign * c for c in factor)
                if positive(signed, problem.half):
                    return times(base, signed)
    return None


def _on_roots(problem: Problem, q: Polynomial, square: Polynomial | None) -> Verdict | None:
    """Decide about laws on the roots of q; `square` shows that the law must be one.

    Without a square only existence can be concluded.
    """
    q = tuple(c / q[-1] for c in q)
    if not real_rooted(q, problem.half):
        return None
    support = problem.in_x(dict(enumerate(square))) if square else ()
    family = family_on_roots(problem, q)
    if isinstance(family, dict):
        return _impossible(problem, family, support) if support else None
    found: Exists | Negative | None
    if family.free:
        found, _ = _by_centres(family, lambda p: positive_on_roots(p, q))
    else:
        found = _definite(family)
    if found is None or isinstance(found, Exists):
        return Exists(found.moments, q) if found else None
    witness = combination(problem, q, found[0])
    return _impossible(problem, witness, support) if support and witness else None


def _definite(family: Family) -> Exists | Negative:
    """Decide a single sequence: a law when its form is positive semidefinite."""
    form = hankel(family.fixed, family.blocks[0])
    found = negative_vector(form)
    if found is None:
        return Exists(family.fixed)
    square = times(found.vector, found.vector)
    return square + (Fraction(0),) * (len(family.fixed) - len(square)), found.value


def _impossible(problem: Problem, witness: Mapping[int, Fraction], support: Terms) -> Impossible:
    expected = sum((c * problem.values[k] for k, c in witness.items()), Fraction(0))
    return Impossible(problem.in_x(witness), expected, support)
