"""Which moments some law has, gaps allowed: laws that exist, lists that none has, certificates."""

from collections.abc import Mapping
from fractions import Fraction

import numpy as np
import pytest
from scipy.optimize import linprog

from symbolic_mesa import laws
from symbolic_mesa.laws.existence import Exists, Impossible, Undecided, decide
from symbolic_mesa.laws.existence.moment_forms import faults, hankel
from symbolic_mesa.setting import Setting
from symbolic_mesa.text.errors import InvalidInput
from tests.laws.refusal import refusal

REFUSED = [
    "m1=1,m2=1,m4=3,m6=15",
    "m2=1,m3=2,m4=4,m6=20",
    "m1=9/10,m2=1,m4=3,m6=9",
    "m1=1/2,m2=1/4,m4=1,m6=5",
    "m4=1,m6=1,m8=2,symmetric",
    "m2=1,m6=1,m3=1/2,m5=1/4",
    "m1=1,m2=q,m4=1,m6=2",
    "m1=1,m2=1,m4=3",
    "m1=1,m3=2,m6=4",  # x³ = 2 almost surely, and E x is not its root
    "m2=2,m6=8,m1=3/2",  # x² = 2
    "m1=0,m2=1,m3=0,m4=1,m9=1",  # x = ±1 alike
    "m2=5/2,m4=17/2,m6=65/2,m8=257/2,m9=600",  # x is ±1 or ±2
    "m4=q,m2=2,m6=1",
]
TAKEN = [
    "m1=1,m4=1,m6=1",
    "m3=2,m6=4",
    "m2=2,m6=8,m8=16",
    "m2=1,m4=3,m10=300",
    "m2=5/2,m4=17/2,m6=65/2,m8=257/2,m9=200",
    "m1=1/2,m2=3/2,m4=7/2,m6=9",  # the roots of x² - x - 1, each 1/2
    "m1=3,m5=1",
    "m1=1,m2=q,m4=1,m6=1",
]


@pytest.mark.parametrize("text", REFUSED)
def test_lists_with_gaps_that_no_law_has_are_refused(text: str) -> None:
    assert "no law has them, since" in refusal(laws.moments, text)


@pytest.mark.parametrize("text", TAKEN)
def test_lists_with_gaps_on_the_border_are_taken(text: str) -> None:
    assert not any("not decided" in words for words in laws.moments(text).conditions)


def _finite_law(source: np.random.Generator) -> tuple[dict[int, Fraction], bool]:
    """Return some moments of a law with few rational atoms, and whether it is symmetric."""
    below = int(source.choice([1, 1, 2, 3, 5]))
    count = int(source.choice([1, 1, 2, 2, 3, 3, 4, 5]))
    chosen = source.choice(6 * below + 1, count, replace=False).tolist()
    atoms = [Fraction(k - 3 * below, below) for k in chosen]
    shares = source.integers(1, 7, count).tolist()
    symmetric = bool(source.random() < 0.3)
    top = int(source.choice([4, 6, 8, 10, 12]))
    powers = [k for k in range(1, top + 1) if source.random() < 0.5 and not (symmetric and k % 2)]
    found = {
        k: sum((w * x**k for w, x in zip(shares, atoms, strict=True)), Fraction(0)) / sum(shares)
        for k in powers or [2]
    }
    return found, symmetric


@pytest.mark.exhaustive
def test_moments_of_finite_laws_are_taken_and_hardly_ever_left_undecided() -> None:
    source = np.random.default_rng(7)
    drawn = [_finite_law(source) for _ in range(60)]
    cases = [(m, s) for m, s in drawn if all(value for k, value in m.items() if k % 2 == 0)]
    found = [decide(m, s) for m, s in cases]
    assert not any(isinstance(verdict, Impossible) for verdict in found)
    assert sum(isinstance(verdict, Undecided) for verdict in found) <= 0.02 * len(cases)


def test_a_completion_is_what_it_is_said_to_be() -> None:
    given = {2: Fraction(1), 3: Fraction(1), 6: Fraction(15)}
    found = decide(given, False)
    assert isinstance(found, Exists)
    blocks = ((0, 4),)
    scale = Fraction(found.moments[2], given[2])
    assert found.moments[6] == scale**3 * given[6]
    assert not list(faults(found.moments, blocks))
    assert np.linalg.eigvalsh(np.array(hankel(found.moments, blocks[0]), dtype=float))[0] > 0


def _witness_is_negative(given: Mapping[int, Fraction], found: Impossible) -> None:
    expected = sum((c * (given[k] if k else 1) for k, c in found.witness), Fraction(0))
    assert expected == found.expectation < 0
    support = np.zeros(max((k for k, _ in found.support), default=0) + 1)
    for k, c in found.support:
        support[k] = float(c)
    grid = np.linspace(-20, 20, 4001)
    points = np.roots(support[::-1]) if found.support else grid
    places = points[abs(points.imag) < 1e-3].real
    values = [sum(float(c) * x**k for k, c in found.witness) for x in places]
    assert min(values) > -1e-3 * max(abs(float(c)) for _, c in found.witness)
    assert min(np.polyval(support[::-1], grid)) >= -1e-9


@pytest.mark.exhaustive
def test_what_is_refused_has_no_law_on_a_fine_grid() -> None:
    source, refused, grid = np.random.default_rng(11), 0, np.linspace(-4, 4, 1601)
    for _ in range(60):
        powers = sorted((1 + source.choice(8, 4, replace=False)).tolist())
        given = {k: Fraction(*source.integers([1, 1], [31, 7]).tolist()) for k in powers}
        found = decide(given, False)
        scaled = [float(given[k]) / 4.0**k for k in powers]
        rows = [[1.0] * len(grid), *((grid / 4) ** k for k in powers)]
        answer = linprog(0 * grid, A_eq=np.array(rows), b_eq=[1.0, *scaled])
        if isinstance(found, Impossible):
            refused += 1
            _witness_is_negative(given, found)
            assert answer.status != 0  # none found
        elif answer.status == 0:
            assert isinstance(found, Exists)
    assert refused > 10


def test_the_conditions_on_symbols_are_inequalities() -> None:
    _, *found = laws.moments("m2=1,m4=q,m6=15").conditions
    assert found == ["q > 0", "q >= 1", "q^2 <= 15"]
    _, *found = laws.moments("m1=0,m2=1,m3=q,m4=2").conditions
    assert found == ["q^4 <= 8", "q^2 <= 1"]


def test_joint_moments_bound_the_dimension() -> None:
    law = laws.moments({"m1": 0, "m2": 1, "1,1": "-3/10"})
    assert law.conditions == ("d <= 4",)
    assert Setting(law, 4).dim == 4
    with pytest.raises(InvalidInput, match="no law has them at d = 5, since") as caught:
        Setting(law, 5)
    assert "--dim at most 4" in str(caught.value)
    squares = laws.moments({"m2": 1, "m4": 2, "2,2": "3/4"}, symmetric=True)
    assert squares.conditions == ("d <= 5",)  # Var Σ x_j² = d (1 - (d - 1)/4)
    pairs = laws.moments({"m2": 1, "2,2": 1, "2,1,1": "-1/4"})
    assert all(Setting(pairs, dim) for dim in (2, 3, 4))


@pytest.mark.parametrize("seed", range(8))
def test_joint_moments_of_a_law_in_that_dimension_are_taken(seed: int) -> None:
    source, dim = np.random.default_rng(seed), 3 + seed % 3
    rows = source.integers(-2, 3, (3, dim)).tolist()
    rows[0][0] = 2
    given: dict[str, Fraction] = {}
    for a, b in ((1, 0), (2, 0), (4, 0), (1, 1), (2, 2), (2, 1)):
        pairs = [(j, k) for j in range(dim) for k in range(dim) if j != k]
        total = sum(row[j] ** a * row[k] ** b for row in rows for j, k in pairs)
        given[f"m{a}" if not b else f"{a},{b}"] = Fraction(total, len(pairs) * len(rows))
    assert Setting(laws.moments(given), dim).dim == dim
