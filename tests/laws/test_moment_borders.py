"""Gapped moments of laws on few atoms, 0 among them, and lists just beside: always decided."""

from collections.abc import Mapping
from fractions import Fraction

import numpy as np
import pytest
import sympy as sp

from symbolic_mesa import laws
from symbolic_mesa.laws.existence import Exists, Impossible, decide
from symbolic_mesa.laws.existence.exchange import simplest
from symbolic_mesa.laws.existence.moment_forms import faults
from symbolic_mesa.laws.existence.problem import problem_of
from symbolic_mesa.laws.existence.verdicts import Terms, Verdict
from tests.exhaustive import first
from tests.laws.refusal import refusal

X = sp.Symbol("x")
Moments = dict[int, Fraction]

REFUSED = [
    "m2=4,m3=8,m4=16,m7=100",
    "m2=64,m3=512,m4=4096,m9=134217729",
    "m2=64,m3=512,m4=4096,m9=603979776/5",
    "m2=16,m5=-1024,m8=65536,m10=1572864",
    "m4=8,m5=16,m6=32,m8=129",
    "m1=63/80,m3=27/4,m8=6561/4,m9=19683/4,m10=59049/4",
    "m1=16/9,m2=64/9,m3=256/9,m7=65536/9,m8=262144/9,m10=33554432/63",
    "m2=16/5,m3=-32/5,m5=-128/5,m6=256/5,m7=-512/5,m8=5376/25",
    "m4=4/9,m6=4/9,m8=4/9,m9=32/63",  # x² is 0 or 1
    "m4=31/11,m5=48/11,m6=79/11,m7=127/11,m8=206/11,m10=50",  # x is 0 or a root of x² - x - 1
]
TAKEN = [
    "m4=16808/13,m5=117648/13,m6=823544/13,m7=5764800/13,m8=40353608/13",
    "m2=4,m3=8,m4=16,m7=128",
    "m2=4,m3=6,m4=16,m7=96",  # x = ±2
    "m4=8,m5=16,m6=32,m8=128",
    "m4=31/11,m5=48/11,m6=79/11,m7=127/11,m8=206/11,m10=49",
    "m1=3/4,m3=27/4,m8=6561/4,m9=19683/4,m10=59049/4",
]


@pytest.mark.parametrize("text", REFUSED)
def test_lists_beside_the_border_are_refused(text: str) -> None:
    assert "no law has them, since" in refusal(laws.moments, text)
    given = _read(text)
    assert not _faults(given, decide(given, False))


@pytest.mark.parametrize("text", TAKEN)
def test_lists_on_the_border_are_taken(text: str) -> None:
    assert not any("not decided" in words for words in laws.moments(text).conditions)
    given = _read(text)
    assert not _faults(given, decide(given, False))


def _read(text: str) -> Moments:
    pairs = (part[1:].split("=") for part in text.split(","))
    return {int(power): Fraction(value) for power, value in pairs}


def _faults(given: Moments, verdict: Verdict) -> list[str]:
    """Return what is wrong with a certificate, by another route than the package's."""
    if isinstance(verdict, Impossible):
        return _faults_of_refusal(given, verdict)
    return _faults_of_law(given, verdict) if isinstance(verdict, Exists) else ["undecided"]


def _polynomial(terms: Terms) -> sp.Poly:
    total = sum((sp.Rational(c.numerator, c.denominator) * X**k for k, c in terms), sp.Integer(0))
    return sp.Poly(total, X)


def _mean(given: Mapping[int, Fraction], terms: Terms) -> Fraction:
    return sum((c * (given[k] if k else 1) for k, c in terms), Fraction(0))


def _nowhere_negative(p: sp.Poly) -> bool:
    odd = [sp.Poly(q, X) for q, order in p.factor_list()[1] if order % 2]
    return bool(p.LC() > 0 and p.degree() % 2 == 0 and not any(q.count_roots() for q in odd))


def _faults_of_refusal(given: Moments, verdict: Impossible) -> list[str]:
    witness, found = _polynomial(verdict.witness), []
    if not _mean(given, verdict.witness) == verdict.expectation < 0:
        found.append("the witness has another mean")
    if not verdict.support:
        return found if _nowhere_negative(witness) else [*found, "the witness is negative"]
    support = _polynomial(verdict.support)
    if _mean(given, verdict.support) or not _nowhere_negative(support):
        found.append("the support is not shown")
    for q, _ in support.factor_list()[1]:
        rest = witness.rem(sp.Poly(q, X))
        roots = sp.real_roots(sp.Poly(q, X))
        if not rest.is_zero and any(rest.eval(z).evalf(50) < 0 for z in roots):
            found.append("the witness is negative on the support")
    return found


def _faults_of_law(given: Moments, verdict: Exists) -> list[str]:
    problem = problem_of(given, False)
    moments = list(verdict.moments)
    if verdict.support is None:
        top = problem.top
        blocks = [(0, top // 2 + 1)] + ([(1, (top + 1) // 2)] if problem.half and top else [])
        found = ["not positive definite"] * any(faults(moments, blocks))
        return found + ["a moment"] * any(moments[k] != m for k, m in problem.known if k <= top)
    q = verdict.support
    size = len(q) - 1
    form = sp.Matrix(size, size, lambda i, j: sp.Rational(*moments[i + j].as_integer_ratio()))
    while len(moments) <= problem.known[-1][0]:
        last = moments[-size:]
        moments.append(-sum((c * m for c, m in zip(q, last, strict=False)), Fraction(0)) / q[-1])
    found = ["a weight is negative"] * (not form.is_positive_semidefinite)
    real = _polynomial(tuple(enumerate(q))).count_roots(0 if problem.half else None, None)
    return (
        found
        + ["a root"] * (real != size)
        + ["a moment"] * any(moments[k] != m for k, m in problem.known)
    )


def _degrees(source: np.random.Generator) -> list[int]:
    """Return degrees with gaps: scattered, a run far from 0, or few low ones and a high one."""
    top, shape = int(source.choice([6, 8, 9, 10])), int(source.integers(3))
    if shape == 0:
        chosen = {k for k in range(1, top + 1) if source.random() < 0.5}
    elif shape == 1:
        chosen = {k for k in range(int(source.integers(3, 6)), top + 1) if source.random() < 0.8}
    else:
        even = int(source.choice([4, 6, 8]))
        chosen = {even - 2, even - 1, even, top} | {
            k for k in range(1, top) if source.random() < 0.25
        }
    return sorted(chosen) if len(chosen) > 1 else [2, 3, 4, 7]


def _beside(source: np.random.Generator) -> tuple[Moments, bool]:
    """Return moments of a law on one to three atoms, one perhaps changed, and whether it is not."""
    below = int(source.choice([1, 1, 1, 2, 3]))
    reach = below * int(source.choice([2, 4, 8]))
    places = [k for k in range(-reach, reach + 1) if k]
    chosen = source.choice(places, int(source.choice([1, 1, 2])), replace=False).tolist()
    atoms = [Fraction(k, below) for k in chosen] + [Fraction(0)] * int(source.integers(2))
    shares = source.integers(1, 8, len(atoms)).tolist()
    given = {
        k: sum((w * x**k for w, x in zip(shares, atoms, strict=True)), Fraction(0)) / sum(shares)
        for k in _degrees(source)
    }
    if source.random() < 0.4:
        return given, True
    k = max(given) if source.random() < 0.6 else int(source.choice(sorted(given)))
    changes = (Fraction(1), abs(given[k]) / 7, -given[k] / 9)
    change = changes[int(source.integers(3))] or Fraction(1)
    return {**given, k: given[k] + change}, False


@pytest.mark.parametrize("seed", first(range(4)))
def test_lists_on_and_beside_the_border_are_decided_with_certificates(seed: int) -> None:
    source = np.random.default_rng(100 + seed)
    counts = {Exists: 0, Impossible: 0}
    for given, law in (_beside(source) for _ in range(40)):
        if any(value <= 0 for k, value in given.items() if k % 2 == 0):
            continue
        verdict = decide(given, False)
        assert not _faults(given, verdict), given
        assert isinstance(verdict, Exists) or not law, given
        counts[type(verdict)] += 1
    assert min(counts.values()) > 5


def test_the_simplest_fraction_between_two() -> None:
    source = np.random.default_rng(3)
    for low, width in source.integers([-300, 1], [300, 40], (200, 2)).tolist():
        a, b = Fraction(low, 97), Fraction(low + width, 97)
        found = simplest(a, b)
        assert a < found < b
        for below in range(1, found.denominator):
            assert not any(a < Fraction(k, below) < b for k in range(-400, 400))
