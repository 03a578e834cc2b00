"""Each command of docs/laws-of-papers.md runs, and gives the numbers of formulas written here.

With A, B, C the sums over coordinates of E|x_j|^2, E|x_j|^4, E|x_j|^6, and D that of
E|x_j|^2|x_r|^4 over r != j, the loss at s = ab is the sum over t = 2, ..., T - 1 of
(A - 2 s B + s^2 (C + D/(t - 1)))/2. Moments are found by hand or by enumeration; nothing of the
package or of numeric_check has a part in them.
"""

import json
import math
import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import comb, factorial
from pathlib import Path
from typing import Any

import pytest
from sympy import Float, Rational, Symbol, parse_expr

from tests.cli import ROOT, Run
from tests.exhaustive import first

PAGE = Path(ROOT) / "docs" / "laws-of-papers.md"
DIM, LENGTH = 3, 6
A_AT, B_AT = Fraction(1, 2), Fraction(2, 3)
Number = Fraction | float


@dataclass(frozen=True)
class Sums:
    """A, B, C and D of a law, and whether its coordinates are alike."""

    second: Number
    fourth: Number
    sixth: Number
    mixed: Number
    alike: bool = True

    def loss(self, s: Fraction) -> Number:
        """Return the loss at ab = s."""
        steps = LENGTH - 2
        weighted = steps * self.sixth + self.mixed * harmonic(steps)
        return (steps * (self.second - 2 * s * self.fourth) + s * s * weighted) / 2

    def fixed_point(self) -> Number:
        """Return kappa_1/(kappa_2 + kappa_3/(T - 2) sum_t 1/(t - 1))."""
        steps = LENGTH - 2
        return self.fourth / (self.sixth + self.mixed * harmonic(steps) / steps)


def harmonic(count: int) -> Fraction:
    """Return 1 + 1/2 + ... + 1/count."""
    return sum((Fraction(1, k) for k in range(1, count + 1)), Fraction(0))


def independent(second: Number, fourth: Number, sixth: Number) -> Sums:
    """Return the sums of i.i.d. coordinates with these moments of |x_j|."""
    pairs = DIM * (DIM - 1)
    return Sums(DIM * second, DIM * fourth, DIM * sixth, pairs * second * fourth)


def points(tokens: Sequence[Sequence[Number]]) -> Sums:
    """Return the sums of the uniform law on these tokens, by enumeration."""
    count = len(tokens)

    def total(power: int) -> Number:
        return sum((x**power for token in tokens for x in token), Fraction(0)) / count

    both = [sum(x**2 for x in token) * sum(x**4 for x in token) for token in tokens]
    return Sums(total(2), total(4), total(6), sum(both) / count - total(6))


def gaussian(rows: Sequence[Sequence[Fraction]]) -> Sums:
    """Return the sums of N(0, rows): E x^2 y^4 = 3 Var x Var(y)^2 + 12 Cov^2 Var y."""
    axes = range(len(rows))
    variances = [rows[j][j] for j in axes]
    mixed = sum(
        3 * variances[j] * variances[r] ** 2 + 12 * rows[j][r] ** 2 * variances[r]
        for j in axes
        for r in axes
        if r != j
    )
    squares = [sum(v**k for v in variances) for k in (1, 2, 3)]
    return Sums(squares[0], 3 * squares[1], 15 * squares[2], Fraction(mixed), alike=False)


def diagonal(*variances: Fraction) -> Sums:
    """Return the sums of independent Gaussian coordinates with these variances."""
    return gaussian(
        [
            [v if j == r else Fraction(0) for r in range(len(variances))]
            for j, v in enumerate(variances)
        ]
    )


def directions(*squares: Fraction) -> Sums:
    """Return the sums of a uniform direction, from E |x|^2, E |x|^4, E |x|^6 and a Gaussian's sums.

    For a Gaussian |x|^2 is independent of the direction, with moments d, d(d+2), d(d+2)(d+4).
    """
    lengths = [Fraction(DIM), Fraction(DIM * (DIM + 2)), Fraction(DIM * (DIM + 2) * (DIM + 4))]
    factors = [square / length for square, length in zip(squares, lengths, strict=True)]
    pairs = DIM * (DIM - 1)
    return Sums(
        DIM * factors[0], 3 * DIM * factors[1], 15 * DIM * factors[2], 3 * pairs * factors[2]
    )


def sphere(square: int) -> Sums:
    """Return the sums of the uniform law on the sphere with that square of the radius."""
    return directions(*(Fraction(square) ** k for k in (1, 2, 3)))


def gamma_length(shape: Fraction, scale: int) -> Sums:
    """Return the sums of a direction with |x|^2 Gamma: moments scale^n shape (shape + 1) ..."""
    rising = [shape, shape * (shape + 1), shape * (shape + 1) * (shape + 2)]
    return directions(*(scale ** (k + 1) * rise for k, rise in enumerate(rising)))


def shifted(variance: Fraction, mean_square: Fraction) -> Sums:
    """Return the sums of i.i.d. N(mean, variance), by the binomial theorem."""
    double = {0: 1, 2: 1, 4: 3, 6: 15}
    moments = [
        sum(
            comb(n, k) * double[k] * variance ** (k // 2) * mean_square ** ((n - k) // 2)
            for k in range(0, n + 1, 2)
        )
        for n in (2, 4, 6)
    ]
    return independent(*moments)


def simplex() -> Sums:
    """Return the sums of the uniform law on the simplex: E x^p y^q = p! q! (d-1)!/(p+q+d-1)!."""

    def moment(p: int, q: int = 0) -> Fraction:
        top = factorial(p) * factorial(q) * factorial(DIM - 1)
        return Fraction(top, factorial(p + q + DIM - 1))

    pairs = DIM * (DIM - 1)
    return Sums(DIM * moment(2), DIM * moment(4), DIM * moment(6), pairs * moment(2, 4))


def circular(variance: Fraction) -> Sums:
    """Return the sums of circular complex Gaussians, where |x_j|^2 is exponential."""
    return independent(*(factorial(k) * variance**k for k in (1, 2, 3)))


def unit(j: int, sign: int = 1) -> list[Fraction]:
    """Return a unit vector, or its negative."""
    return [Fraction(sign if r == j else 0) for r in range(DIM)]


HALF, THIRD = Fraction(1, 2), Fraction(1, 3)
ONES = independent(Fraction(1), Fraction(1), Fraction(1))
ANGLES = [2 * math.pi * k / 8 for k in range(8)]
DECAYING = [[HALF ** abs(j - r) for r in range(DIM)] for j in range(DIM)]

FORMULAS = {
    "--distribution gaussian --param sigma=1": independent(Fraction(1), Fraction(3), Fraction(15)),
    '--distribution gaussian --covariance "diag(108/49,27/49,12/49)"': diagonal(
        *(Fraction(108, 49 * k * k) for k in (1, 2, 3))
    ),
    '--distribution gaussian --covariance "diag(2,2,0,0)"': diagonal(*map(Fraction, (2, 2, 0, 0))),
    '--distribution gaussian --param "sigma=1/sqrt(d)"': independent(
        THIRD, 3 * THIRD**2, 15 * THIRD**3
    ),
    '--distribution gaussian --covariance "diag(1/6,1/3,1/2)"': diagonal(
        *(Fraction(k, 6) for k in (1, 2, 3))
    ),
    '--distribution gaussian --covariance "diag(50/17,1/34,1/34)"': diagonal(
        *(Fraction(3 * k, 102) for k in (100, 1, 1))
    ),
    "--distribution uniform --param c=1": independent(
        *(Fraction(1, power + 1) for power in (2, 4, 6))
    ),
    "--distribution sphere --param radius=1": sphere(1),
    "--moments docs/gamma-length.toml --dim 3": gamma_length(Fraction(1, 10), 10),
    '--distribution sphere --param "radius=sqrt(d)"': sphere(DIM),
    "--distribution rademacher --param c=1": ONES,
    '--support "0:1/2,1:1/2"': independent(HALF, HALF, HALF),
    '--moments "m1=1/20,m2=1/30,m3=1/40,m4=1/50,m5=1/60,m6=1/70"': independent(
        *(Fraction(1, 10) * Fraction(1, power + 1) for power in (2, 4, 6))
    ),
    "--joint docs/circle.toml": points([(math.cos(x), math.sin(x)) for x in ANGLES]),
    "--distribution sparse --param c=1": points(
        [unit(j, sign) for j in range(DIM) for sign in (1, -1)]
    ),
    "--distribution full-one --param c=1": points([[Fraction(1)] * DIM]),
    '--distribution full-one --param "c=1/sqrt(d)"': independent(THIRD, THIRD**2, THIRD**3),
    "--distribution one-hot --param c=1": points([unit(j) for j in range(DIM)]),
    "--distribution dirichlet --param alpha=1": simplex(),
    '--distribution gaussian --param sigma=1/2 --param "mean=1/sqrt(d)"': shifted(HALF**2, THIRD),
    '--distribution gaussian --covariance "diag(1,1/4,1/9)"': diagonal(
        *(Fraction(1, k * k) for k in (1, 2, 3))
    ),
    '--distribution gaussian --covariance "1,1/2,1/4;1/2,1,1/2;1/4,1/2,1"': gaussian(DECAYING),
    '--distribution complex-gaussian --param "variance=1/d" --param pseudo=0': circular(THIRD),
    '--distribution phases --param "c=1/sqrt(2*d)"': independent(
        *(Fraction(1, 6) ** k for k in (1, 2, 3))
    ),
}


def commands() -> list[str]:
    """Return what the third column of the page's table says behind `mesa-derive`."""
    lines = PAGE.read_text(encoding="utf-8").replace(r"\|", "").splitlines()
    rows = [line.split("|") for line in lines if line.startswith("| ")]
    cells = [row[3].strip().strip("`") for row in rows[1:]]
    assert all(cell.startswith("mesa-derive ") for cell in cells), cells
    return [cell.removeprefix("mesa-derive ") for cell in cells]


def derived(run: Run, command: str) -> dict[str, Any]:
    """Return the loss and the fixed point at d = 3, or the law's dimension, and T = 6."""
    given = any(word in command for word in ("--covariance", "--joint", "--dim"))
    dim = [] if given else ["--dim", str(DIM)]
    length = ["--length", str(LENGTH)]
    how = ["--results", "loss,fixed-point", "--no-check", "--format", "json"]
    outcome = run(*shlex.split(command), *dim, *length, *how)
    assert outcome.code == 0, outcome.err
    results: dict[str, Any] = json.loads(outcome.out)["results"]
    return results


def loss_at(text: str) -> float:
    """Return the number that a loss in a and b has at (A_AT, B_AT)."""
    a, b = Rational(str(A_AT)), Rational(str(B_AT))
    return float(Float(parse_expr(text).subs({Symbol("a"): a, Symbol("b"): b})))


def agree(run: Run, command: str, sums: Sums) -> bool:
    """Tell whether the loss is the same and, for coordinates that are alike, the fixed point."""
    results = derived(run, command)
    same = loss_at(results["loss"]["expr"]) == pytest.approx(float(sums.loss(A_AT * B_AT)))
    if not sums.alike:
        return bool(same and results["fixed-point"]["status"] == "coordinates-differ")
    point = results["fixed-point"]["value"]
    return bool(same and point == pytest.approx(float(sums.fixed_point()), rel=1e-13))


def test_the_table_and_the_formulas_are_of_the_same_laws() -> None:
    assert commands() == list(FORMULAS)


@pytest.mark.parametrize(("command", "sums"), FORMULAS.items())
def test_a_command_gives_the_number_of_a_formula(
    run: Run, monkeypatch: pytest.MonkeyPatch, command: str, sums: Sums
) -> None:
    monkeypatch.chdir(ROOT)
    assert agree(run, command, sums)


@pytest.mark.parametrize(
    ("command", "other"),
    [
        ("--distribution gaussian --param sigma=1", sphere(DIM)),
        ("--distribution rademacher --param c=1", circular(Fraction(1))),
        ('--distribution gaussian --covariance "diag(1,1/4,1/9)"', diagonal(*[THIRD] * 3)),
    ],
)
def test_the_number_of_another_law_does_not_agree(run: Run, command: str, other: Sums) -> None:
    assert not agree(run, command, other)


@pytest.mark.parametrize("command", first(FORMULAS, 2))
def test_a_command_as_printed_passes_its_checks(
    run: Run, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.chdir(ROOT)
    outcome = run(*shlex.split(command))
    assert outcome.code == 0, outcome.err
    assert "failed" not in outcome.out
