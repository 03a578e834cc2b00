"""Why no law has given moments, in words."""

from fractions import Fraction

from symbolic_mesa.laws.existence.verdicts import Impossible


def test_why_no_law_has_moments_by_a_polynomial_alone() -> None:
    found = Impossible(((2, Fraction(1, 2)),), Fraction(-1))
    assert found.reason == "x^2 is nowhere negative but its expectation would be -2"


def test_why_no_law_has_moments_on_the_roots_of_another_polynomial() -> None:
    witness = ((0, Fraction(-1, 3)), (2, Fraction(1, 2)))
    support = ((0, Fraction(1)), (2, Fraction(-2)), (4, Fraction(1)))
    assert Impossible(witness, Fraction(-1), support).reason == (
        "x^4 - 2 x^2 + 1 is nowhere negative and has mean 0, so that x is one of its roots; at "
        "these 3 x^2 - 2 is not negative but its expectation would be -6"
    )
