"""The least loss: a bound that nothing shows to be met is no infimum."""

from symbolic_mesa import laws
from symbolic_mesa.setting import Setting
from tests.any_model import stating

NEGATIVE = stating.stated('A = "a I"', f"- {stating.HEAD.replace('B[', 'A[')}")


def test_a_square_that_would_have_to_be_negative_bounds_nothing() -> None:
    """L = (101 a^4 + 36 a^2 + 6)/2 is least at a = 0, and not where a^2 = -18/101."""
    one = stating.derived(NEGATIVE, Setting(laws.gaussian(1), 2, 5))
    assert one.derivation.step("minimum-loss").status == "not-applicable"
    points = one.derivation.step("fixed-point")
    assert [text for _, text in points.claim.value.texts[:1]] == ["0"]
    assert stating.outcomes(one, points) == stating.PASSED
