"""The decision: guesses in floating point, accepted only when rationals prove them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction

from symbolic_mesa.laws.existence.atoms import refined, starts
from symbolic_mesa.laws.existence.centres import Centre, centres
from symbolic_mesa.laws.existence.faces import by_atoms, factor
from symbolic_mesa.laws.existence.finite import combination, family_on_roots
from symbolic_mesa.laws.existence.linear import negative_vector
from symbolic_mesa.laws.existence.moment_forms import Family, family_of, faults, hankel
from symbolic_mesa.laws.existence.polynomials import (
    Polynomial,
    positive,
    positive_on_roots,
    real_rooted,
    times,
)
from symbolic_mesa.laws.existence.problem import Problem, problem_of
from symbolic_mesa.laws.existence.runs import bounds
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
    shown = _by_runs(problem)
    if shown:
        return shown
    if not family.free:
        return Undecided() if any(faults(family.fixed, family.blocks)) else Exists(family.fixed)
    if problem.top > TOP:
        return Undecided()
    found, last = _by_centres(family, lambda p: positive(p, problem.half))
    if isinstance(found, Exists):
        return found
    if found:
        p, expected = found
        return Impossible(problem.in_x(dict(enumerate(p))), expected)
    return by_atoms(problem) or (_on_the_border(problem, family, last) if last else Undecided())


def _by_runs(problem: Problem) -> Verdict | None:
    """Decide by a Hankel matrix of known moments that is not positive definite, if there is one."""
    found = bounds(problem)
    for bound in found:
        if bound.mean < 0:
            return Impossible(problem.in_x(dict(enumerate(bound.square))), bound.mean)
    for bound in found:
        verdict = _on_roots(problem, bound.roots, bound.square)
        if verdict:
            return verdict
    return None


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
    for top in range(len(base) - 1, problem.top + 1, 1 if problem.half else 2):
        found = factor(problem, base, top)
        if isinstance(found, tuple):
            return times(base, found)
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
