"""What least squares with a ridge leave of the next token, where it is known."""

import pytest

from numeric_check.sampling.spectra import ridge_errors
from symbolic_mesa import laws


def test_one_coordinate_of_modulus_1_leaves_the_same_of_every_sequence() -> None:
    """A = t − 1 at a time t, and |x_t| = 1: a ridge r leaves (r / (r + t − 1))² of x_{t+1}."""
    (zero, some) = ridge_errors(laws.rademacher(1), 1, [2, 3, 5], [0.0, 0.5])
    last, before = some
    assert last.value == pytest.approx((0.5 / 4.5) ** 2)
    assert before.value == pytest.approx((0.5 / 1.5) ** 2 + (0.5 / 2.5) ** 2)
    assert max(last.error, before.error) < 1e-12
    assert [part.value for part in zero] == pytest.approx([0, 0])
