"""The flow of two scales and descent on it, against closed forms and brute force."""

from fractions import Fraction
from random import Random

import mpmath
import pytest

from numeric_check.model.descent import is_monotone, largest_monotone
from numeric_check.model.scale_flow import Exact, ScaleFlow, TooFar, root

SEED = 20270312


def real(value: Fraction) -> mpmath.mpf:
    return mpmath.mpf(value.numerator) / value.denominator


def solved(flow: ScaleFlow, start: Exact, time: Fraction) -> tuple[mpmath.mpf, mpmath.mpf]:
    """Return (a, b) by the Riccati equation of (a + b)², at the working precision."""
    s, c = real(flow.product), mpmath.mpf(flow.saturation)
    a, b = map(real, start)
    delta = a * a - b * b
    root_ = mpmath.sqrt(delta**2 + 4 * s * s)
    decay = mpmath.exp(-c * root_ * real(time))
    high, low, square = 2 * s + root_, 2 * s - root_, (a + b) ** 2
    above = (square - low) * high - (square - high) * low * decay
    total = mpmath.sign(a + b) * mpmath.sqrt(above / ((square - low) - (square - high) * decay))
    return (total + delta / total) / 2, (total - delta / total) / 2


def test_flows_are_known_to_25_digits() -> None:
    chance = Random(SEED)  # noqa: S311  # no secret
    for k in range(24):
        flow = ScaleFlow(10 ** chance.uniform(-3, 3), 10 ** chance.uniform(-3, 3), 1)
        unit = root(flow.product)
        a, b = (Fraction(chance.gauss(0, 2)) * unit for _ in "ab")
        near = -a * (1 + Fraction(1, 10 ** chance.randint(3, 25)))
        a, b = ((a, b), (a, near), (a, Fraction(0)), (a / 10**9, b / 10**5))[k % 4]
        time = Fraction(chance.choice([1, 10, 400])) / 10
        time /= Fraction(flow.saturation) * (a * a + b * b + 2 * flow.product)
        found = flow.at((a, b), time)
        with mpmath.workdps(150):
            wanted = solved(flow, (a, b), time)
            size = sum(map(abs, wanted))
            gaps = [abs(real(x) - y) / size for x, y in zip(found, wanted, strict=True)]
        assert max(gaps) < mpmath.mpf(10) ** -25, (SEED, k)


def test_rest_is_kept_and_the_line_of_the_saddle_too() -> None:
    flow = ScaleFlow(1.0, 2.0, 3)
    assert flow.at((0.0, 0.0), 5) == (0, 0)
    assert flow.at((1.0, 0.5), 3) == pytest.approx((1.0, 0.5), rel=1e-25)
    a, b = flow.at((2, -2), 4)
    assert float(a) == pytest.approx(-float(b), rel=1e-20)
    assert flow.loss_ratio((1.0, 0.5)) is None
    assert flow.loss_ratio((1, 1)) == 4  # C (a² + b²)
    assert flow.slope((1, 1)) == pytest.approx(2.0, rel=1e-25)  # C · 2 s


def test_what_cannot_be_followed_is_said() -> None:
    with pytest.raises(TooFar, match="beyond"):
        ScaleFlow(1.0, 1.0, 1).at((Fraction(10**9), Fraction(1)), 1)
    with pytest.raises(TooFar, match="doubles"):
        ScaleFlow(1.0, 1.0, 1).limit((Fraction(10**400), Fraction(1)))


def stepped(start: tuple[float, float], step: float) -> bool:
    """Whether descent with B = 1, C = 2 is monotone, step by step."""
    a, b = start
    gap = a * b - 0.5
    for _ in range(200_000):
        force = step * (1 - 2 * a * b)
        a, b = a + force * b, b + force * a
        after = a * b - 0.5
        if abs(after) <= 0.5e-9:  # settled
            return True
        if after * gap < 0 or abs(after) >= abs(gap):
            return False
        gap = after
    return False


@pytest.mark.parametrize("start", [(0.3, 0.2), (3.0, 1.0), (1.0, -0.9), (2.0, 2.0), (1e-3, 0.0)])
def test_monotone_steps_are_those_of_brute_force(start: tuple[float, float]) -> None:
    flow = ScaleFlow(1.0, 2.0, 1)
    most = largest_monotone(flow, start, 0.01)
    assert stepped(start, most * 0.999)
    assert not stepped(start, most * 1.001)
    assert not is_monotone(flow, start, most * 1.001)


def test_no_step_and_no_way_to_s_are_not_monotone() -> None:
    flow = ScaleFlow(1.0, 2.0, 1)
    assert not is_monotone(flow, (0.3, 0.2), 0.0)
    assert not is_monotone(flow, (0.3, 0.2), -0.1)
    assert not is_monotone(flow, (1.0, -1.0), 0.01)  # it ends in the saddle
    assert is_monotone(flow, (1.0, 0.5), 5.0)  # it is there


def test_a_slow_way_is_followed_to_its_end() -> None:
    """From ab = 1 to 1e-9 it takes 10^9 steps."""
    assert is_monotone(ScaleFlow(1e-9, 1.0, 1), (1.0, 1.0), 0.3)
    assert not is_monotone(ScaleFlow(1e-9, 1.0, 1), (1.0, 1.0), 2.1)


def test_too_large_a_step_is_seen_where_it_comes_late() -> None:
    """Beside the saddle nothing moves for long; at the end ab = 1 a step above 1/2 is too large."""
    flow, start = ScaleFlow(1.0, 1.0, 1), (Fraction(1), Fraction(-1) + Fraction(1, 10**30))
    assert is_monotone(flow, start, 0.4)
    assert not is_monotone(flow, start, 0.6)
