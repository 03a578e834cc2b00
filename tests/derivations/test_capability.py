"""Theorem 4.2: verdicts, errors and ratios against the full model at other lengths."""

from fractions import Fraction
from itertools import product

import numpy as np
import pytest

from numeric_check.laws.mixed_moments import NoNodes
from numeric_check.laws.nodes import token_nodes
from numeric_check.model.attention import diagonal_blocks, predictions
from numeric_check.model.prediction_ratio import ratio_moments, require_zeros
from numeric_check.model.scene import Scene
from symbolic_mesa import derive, laws
from symbolic_mesa.laws.protocol import TokenLaw
from symbolic_mesa.results.results import Result
from symbolic_mesa.text.errors import InvalidInput, MissingMoment, NotApplicable


def result(law: TokenLaw, id: str, *sizes: int | None, check: bool = True) -> Result:
    dim, length, test = (*sizes, None, None, None)[:3]
    return derive(law, dim, length, [id], check, None, test)[id]


@pytest.mark.parametrize(
    ("law", "verdict"),
    [
        (laws.gaussian(), "never"),
        (laws.gaussian(3), "never"),
        (laws.bernoulli_gaussian(), "never"),
        (laws.uniform(), "never"),
        (laws.laplace(), "never"),
        (laws.student_t(), "never"),
        (laws.sparse(), "every-length"),
        (laws.sparse("7/3"), "every-length"),
        (laws.rademacher(), "limit"),
        (laws.full_one(), "limit"),
        (laws.two_point("1/2"), "limit"),
        (laws.two_point("1/3", 3), "never"),
        (laws.support("1:1/2,-1:1/2"), "limit"),
        (laws.support("0:1/2,1:1/4,-1:1/4"), "limit"),
        (laws.support("0:1/2,1:1/4,-2:1/4"), "never"),
    ],
    ids=lambda value: getattr(value, "name", value),
)
def test_verdicts_on_recovery(law: TokenLaw, verdict: str) -> None:
    found = result(law, "recoverable")
    assert (found.value, found.status) == (verdict, "verified")
    assert found.reason


def test_one_coordinate_is_recovered_at_every_length() -> None:
    assert result(laws.rademacher(), "recoverable", 1).value == "every-length"
    assert result(laws.sphere(2), "recoverable", 1).value == "every-length"
    assert result(laws.sphere(2), "recoverable", 2).value == "never"


def test_rare_atoms_are_seen_exactly() -> None:
    rare = "1:499999/1000000,-1:499999/1000000,2:1/1000000,-2:1/1000000"
    found = result(laws.support(rare), "recoverable")
    assert found.value == "never"
    assert "probability" in (found.reason or "")
    gap = result(laws.support(rare), "recovery-gap").value
    assert 0 < gap < 1e-4


@pytest.mark.parametrize("law", [laws.two_point(), laws.sphere()])
def test_a_verdict_that_depends_on_a_parameter_says_on_which(law: TokenLaw) -> None:
    found = result(law, "recoverable")
    assert found.status == "not-applicable"
    words = str(found.step.obstacle and found.step.obstacle.error)
    assert ("2*p - 1 = 0" if law.name == "two-point" else "d - 1 = 0") in words
    with pytest.raises(NotApplicable):
        found.value  # noqa: B018  # it raises


def test_a_masked_model_is_called_so() -> None:
    (caveat,) = result(laws.full_one(), "recoverable").caveats
    assert "the claim is about the masked model" in caveat
    assert result(laws.rademacher(), "recoverable").caveats == ()


@pytest.mark.parametrize("law", [laws.rademacher(2), laws.full_one(1)])
def test_the_gap_of_a_limit_closes_like_h_over_t(law: TokenLaw) -> None:
    """Against the full model at growing T: x/(1+x) with x = (d-1) H/(T-2), no pure power of T."""
    dim, last = 2, 0.0
    for length in (5, 10, 20, 40):
        scene = Scene(token_nodes(law, dim), length)
        left = scene.stationary_loss.value / scene.energy.value
        x = sum(1 / k for k in range(1, length - 1)) / (length - 2)
        assert left == pytest.approx(x / (1 + x), rel=1e-9)
        assert result(law, "unexplained-fraction", dim, length, check=False).value == pytest.approx(
            left, rel=1e-9
        )
        assert left != last
        last = left


def test_gaussian_tokens_are_predicted_at_a_fifth_only_in_the_limit() -> None:
    """Proposition 4.1; the paper's plots draw 0.2 at d = 5, T = 100."""
    ratio = result(laws.gaussian(2), "prediction-ratio", 5, 100, check=False)
    assert ratio.value == pytest.approx(0.19190508852558, abs=1e-13)
    assert result(laws.gaussian(1), "prediction-ratio", 5, 10**9).value == pytest.approx(0.2)
    harmonic = sum(Fraction(1, k) for k in range(1, 99))
    assert ratio.value == pytest.approx(float(1 / (5 + 4 * harmonic / 98)), rel=1e-14)


@pytest.mark.parametrize("test", [2, 3, 7])
@pytest.mark.parametrize("dim", [1, 2, 3])
def test_the_error_at_another_length_in_moments(dim: int, test: int) -> None:
    law, length = laws.support("1:1/3,-1:1/3,2:1/6,0:1/6"), 9
    m2, m4, m6 = (law.moment(k) for k in (2, 4, 6))
    mixed = (dim - 1) * m2 * m4
    harmonic = sum(Fraction(1, k) for k in range(1, length - 1))
    s = m4 / (m6 + mixed * harmonic / (length - 2))
    expected = dim * (s**2 * (m6 + mixed / (test - 1)) - 2 * s * m4 + m2)
    found = result(law, "test-error", dim, length, test, check=False)
    assert found.formula is not None
    assert found.formula.at({}) == expected


def test_the_ratio_and_its_variance_by_adding_up_every_sequence() -> None:
    """Support points times roots of unity, one sequence after the other."""
    law, dim, length, test = laws.support("1:1/2,-2:1/4,0:1/4"), 2, 6, 4
    points = [
        (values, float(np.prod([dict(law.atoms)[v] for v in values])))
        for values in product(dict(law.atoms), repeat=dim)
    ]
    s = result(law, "masked-fixed-point", dim, length, check=False).value
    roots = [np.exp(2j * np.pi * k / 11) for k in range(11)]
    total = first = second = 0.0
    for values, share in points:
        if not values[0]:
            continue
        for phases in product(roots, repeat=dim):
            start = np.array([[float(v) for v in values]], dtype=np.complex128)
            turned = np.array([phases])
            blocks = diagonal_blocks(dim, s, 1.0)
            y = predictions(blocks, start, turned, test + 1)[-1][0, 0]
            ratio = y / (phases[0] ** test * float(values[0]))
            total += share
            first += share * ratio.real
            second += share * abs(ratio) ** 2
    mean = first / total
    assert result(law, "prediction-ratio", dim, length).value == pytest.approx(mean, rel=1e-12)
    variance = result(law, "prediction-ratio-variance", dim, length, test)
    assert variance.value == pytest.approx(second / total - mean**2, rel=1e-11)
    assert variance.status == "verified"


def test_moments_alone_do_not_tell_the_ratio() -> None:
    found = result(laws.moments("m2=1,m4=3,m6=15"), "prediction-ratio")
    assert found.status == "missing-moment"
    with pytest.raises(MissingMoment, match="x_j != 0"):
        found.value  # noqa: B018  # it raises


def test_nodes_that_are_zero_where_the_law_is_not_are_refused() -> None:
    nodes = token_nodes(laws.support("0:1/2,1:1/2"), 2)
    with pytest.raises(NoNodes):
        require_zeros(laws.uniform(1), nodes)
    require_zeros(laws.support("0:1/2,1:1/2"), nodes)
    mean, _ = ratio_moments(nodes, 0.5, 3)
    assert mean.value == pytest.approx(0.5)


def test_data_count_their_zeros() -> None:
    law = laws.samples([[1, 0], [0, 1], [2, 1]], symmetrize="both")
    found = result(law, "prediction-ratio", None, 5)
    assert found.status == "verified"
    m2 = Fraction(1 + 1 + 4 + 1, 6)
    s = result(law, "masked-fixed-point", None, 5, check=False).value
    assert found.value == pytest.approx(s * float(m2 / Fraction(4, 6)))


@pytest.mark.parametrize("test", [1, 0, -3])
def test_a_test_length_is_at_least_two(test: int) -> None:
    with pytest.raises(InvalidInput, match="test_length"):
        derive(laws.gaussian(1), 2, 5, ["test-error"], False, None, test)
