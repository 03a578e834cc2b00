"""Expectations of Gaussian matrices: against pairings counted, and sums over nodes."""

from fractions import Fraction

import numpy as np
import pytest

from numeric_check.words.pairings import counted
from numeric_check.words.prompts import hermite
from symbolic_mesa.text.errors import InvalidInput
from symbolic_mesa.words.derivatives import gradient
from symbolic_mesa.words.letters import LINE, Alphabet, Letter
from symbolic_mesa.words.matrices import identity, matrix, number
from symbolic_mesa.words.values import Value
from symbolic_mesa.words.wick import Expectation
from symbolic_mesa.words.wishart import moment

GAUSSIAN = Alphabet(
    (
        Letter("L", "d", "d", symmetric=True),
        Letter("C", "N", "N", symmetric=True),
        Letter("A", "d", "d"),
        Letter("G", "d", "N", covariances=(("L",), ("C",))),
        Letter("q", "d", LINE, covariances=(("L",), ())),
    ),
    {"d": "d", "N": "N"},
)
AMONG = Expectation(GAUSSIAN, ("d", "N"))
ROOT, OTHER = np.array([[1.0, 0.5], [0.0, 2.0]]), np.array([[1.0, 0.0], [0.3, 0.7]])
A = np.array([[1.0, 2.0], [-0.5, 0.3]])


def at(value: Value, **numbers: np.ndarray) -> float:
    """Return a value with matrices put for fixed letters, d = N = 2."""
    total = 0.0
    for monomial, coefficient in value.items():
        term = float(coefficient)
        for generator, exponent in monomial:
            if generator[0] < 0:
                term *= 2.0**exponent
                continue
            product = np.eye(2)
            for name in GAUSSIAN.spelled(generator):
                fixed = numbers[name.removesuffix("'")]
                product = product @ (fixed.T if name.endswith("'") else fixed)
            term *= float(np.trace(product)) ** exponent
        total += term
    return total


def averaged(of: object) -> float:
    """Return the mean of a function of G and q over nodes."""
    nodes = hermite(5)
    places = np.indices((5,) * 6).reshape(6, -1)
    z = np.array(nodes.values)[places]
    weights = np.prod(np.array(nodes.weights)[places], axis=0) / float(nodes.total) ** 6
    g = np.einsum("ij,jkn,kl->nil", ROOT, z[:4].reshape(2, 2, -1), OTHER.T)
    q = np.einsum("ij,jn->ni", ROOT, z[4:])
    return float(weights @ of(g, q))  # type: ignore[operator]  # one of the functions below


FIXED = {"L": ROOT @ ROOT.T, "C": OTHER @ OTHER.T, "A": A}
WORDS = {
    "tr G G'": (("G", "G'"), lambda g, q: np.einsum("nij,nij->n", g, g)),
    "tr G G' A G G'": (
        ("G", "G'", "A", "G", "G'"),
        lambda g, q: np.einsum("nij,nkj,kl,nlm,nim->n", g, g, A, g, g),
    ),
    "tr G C G' A": (
        ("G", "C", "G'", "A"),
        lambda g, q: np.einsum("nij,jk,nlk,li->n", g, OTHER @ OTHER.T, g, A),
    ),
    "q' G G' A q": (
        ("q'", "G", "G'", "A", "q"),
        lambda g, q: np.einsum("ni,nij,nkj,kl,nl->n", q, g, g, A, q),
    ),
    "tr A q q' A q q'": (
        ("A", "q", "q'", "A", "q", "q'"),
        lambda g, q: np.einsum("ni,ij,nj->n", q, A, q) ** 2,
    ),
}


@pytest.mark.parametrize("name", WORDS)
def test_a_mean_is_that_over_nodes(name: str) -> None:
    word, of = WORDS[name]
    value = AMONG.of(matrix(AMONG, *word).trace())
    assert np.isclose(at(value, **FIXED), averaged(of), rtol=1e-10)


@pytest.mark.parametrize("power", [1, 2, 3, 4])
@pytest.mark.parametrize("size", [(1, 1), (2, 3), (3, 1)])
def test_moments_of_wishart_matrices_are_counted_pairings(
    power: int, size: tuple[int, int]
) -> None:
    total = Fraction(0)
    for monomial, coefficient in moment(power).items():
        term = Fraction(coefficient)
        for generator, exponent in monomial:
            term *= Fraction(size[-1 - generator[0]]) ** exponent
        total += term
    assert total == counted([power], *size)


def test_high_moments_have_all_pairings() -> None:
    double_factorial = 1
    for odd in range(1, 28, 2):
        double_factorial *= odd
    assert sum(moment(14).values()) == double_factorial


def test_what_is_odd_has_mean_zero() -> None:
    assert AMONG.of(matrix(AMONG, "q'", "A", "G", "G'", "q", "q'", "q").trace()) != {}
    both = matrix(AMONG, "G", "G'") @ matrix(AMONG, "q", "q'")
    odd = (both @ matrix(AMONG, "q")).T @ matrix(AMONG, "A", "A'", "q")
    assert AMONG.of((odd @ odd).trace()) != {}
    assert AMONG.of(matrix(AMONG, "q'", "A", "q").trace()) != {}


def test_a_gradient_is_a_difference() -> None:
    value = AMONG.of(matrix(AMONG, "G", "G'", "A", "L", "A'", "G", "G'").trace())
    slope = gradient(value, "A", AMONG)
    found = np.zeros((2, 2))
    for word, coefficient in slope.terms.items():
        product = np.eye(2)
        for name in GAUSSIAN.spelled(word):
            fixed = FIXED[name.removesuffix("'")]
            product = product @ (fixed.T if name.endswith("'") else fixed)
        found += at(coefficient, **FIXED) * product
    for i in range(2):
        for j in range(2):
            unit = np.zeros((2, 2))
            unit[i, j] = 1.0
            ahead, behind = (at(value, **{**FIXED, "A": A + s * unit}) for s in (1, -1))
            assert np.isclose(found[i, j], (ahead - behind) / 2)


def test_shapes_that_do_not_fit_are_refused() -> None:
    with pytest.raises(InvalidInput, match="the spaces of neighbours differ"):
        matrix(AMONG, "A", "q'")
    with pytest.raises(InvalidInput, match="shapes differ"):
        matrix(AMONG, "A") + matrix(AMONG, "q")
    with pytest.raises(InvalidInput, match="the spaces in the middle differ"):
        _ = matrix(AMONG, "A") @ matrix(AMONG, "q'")
    with pytest.raises(InvalidInput, match="it is not square"):
        matrix(AMONG, "G").trace()


def test_numbers_multiply_and_the_identity_does_nothing() -> None:
    unit = identity(AMONG, "d")
    assert (unit @ matrix(AMONG, "A")).terms == matrix(AMONG, "A").terms
    assert unit.trace() == number(AMONG, "d")
    half = matrix(AMONG, "A") / 2
    assert (half + half).terms == matrix(AMONG, "A").terms
    assert (half - half).terms == {}
