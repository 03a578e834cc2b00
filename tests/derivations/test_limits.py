"""Where polynomial flows end: known limits to 28 digits, and flows without an end to be found."""

from collections.abc import Sequence
from fractions import Fraction

import mpmath
import pytest

from derivations.symmetric.problem import START, symmetric
from symbolic_mesa import laws
from symbolic_mesa.formulas import flow_limits as limits
from symbolic_mesa.formulas.flow_limits import Limit, limit
from symbolic_mesa.formulas.polynomials import Monomial, Polynomial, product, value
from symbolic_mesa.setting import Setting
from symbolic_mesa.text.errors import NotApplicable

DIGITS = 28
Point = Sequence[Fraction]


def rationals(*numbers: str | int) -> list[Fraction]:
    return [Fraction(number) for number in numbers]


def exactly(number: Fraction) -> mpmath.mpf:
    """Return a rational to more digits than are compared, whatever the working precision."""
    with mpmath.workdps(2 * DIGITS):
        return limits.real(number)


def pull(rate: Fraction = Fraction(1), target: Fraction = Fraction(1)) -> list[Polynomial]:
    """Return a' = rate b (target − ab), b' = rate a (target − ab)."""
    factor = {(0, 0): rate * target, (1, 1): -rate}
    return [product({m: Fraction(1)}, factor) for m in ((0, 1), (1, 0))]


BALANCE: Polynomial = {(2, 0): Fraction(1), (0, 2): Fraction(-1)}


def end_of_pull(start: Point, target: Fraction = Fraction(1)) -> tuple[mpmath.mpf, mpmath.mpf]:
    """Return where the flow `pull` ends: ab = target on the hyperbola of a² − b²."""
    with mpmath.workdps(2 * DIGITS):
        level, goal = exactly(start[0] ** 2 - start[1] ** 2), exactly(target)
        a = mpmath.sqrt((level + mpmath.sqrt(level**2 + 4 * goal**2)) / 2)
        a = a if start[0] + start[1] > 0 else -a
        return a, goal / a


def apart(found: Sequence[mpmath.mpf], expected: Sequence[mpmath.mpf]) -> mpmath.mpf:
    """Return the largest difference, relative to the largest number."""
    with mpmath.workdps(2 * DIGITS):
        gap = max(abs(x - y) for x, y in zip(found, expected, strict=True))
        return gap / max(abs(y) for y in expected)


ROUNDING = mpmath.mpf(10) ** -DIGITS

STARTS = [
    ("2", "1/3"),
    ("1/2", "1/2"),
    ("1/10", "3"),
    ("1", "-1/2"),
    ("-1/2", "1"),
    ("-3", "-1/5"),
    ("1/1000", "0"),
    ("0", "40"),
]


@pytest.mark.parametrize(
    ("start", "rate"),
    [*((start, "1") for start in STARTS), (STARTS[0], "1/1000000"), (STARTS[3], "1000000")],
    ids=str,
)
def test_the_end_is_where_what_is_conserved_says(start: tuple[str, str], rate: str) -> None:
    point = rationals(*start)
    found = limit(pull(Fraction(rate)), point, BALANCE)
    assert apart(found.point, end_of_pull(point)) < ROUNDING
    assert found.isolated
    elsewhere = [point[0] + Fraction(1, 10**6), point[1] + Fraction(2, 10**6)]
    assert apart(found.point, end_of_pull(elsewhere)) > 1e-10


@pytest.mark.parametrize("target", ["1/1000000", "3/7", "1000000"])
def test_the_end_at_other_products(target: str) -> None:
    point, goal = rationals("1/2", "1/3"), Fraction(target)
    found = limit(pull(target=goal), point, BALANCE)
    assert apart(found.point, end_of_pull(point, goal)) < ROUNDING


def test_the_digits_are_more_than_are_stated() -> None:
    """All the digits that are worked with but a few: 60, of which the last ten are rounding."""
    point = rationals("2", "1/3")
    found = limit(pull(), point, BALANCE)
    with mpmath.workdps(60):
        a, b = found.point
        assert abs(a * b - 1) < mpmath.mpf(10) ** -48
        assert abs(a**2 - b**2 - mpmath.mpf(35) / 9) < mpmath.mpf(10) ** -48


def test_a_start_at_rest_is_the_end() -> None:
    found = limit(pull(), rationals("1", "1"), BALANCE)
    assert found.point == (1, 1)
    assert found.isolated


def test_what_is_conserved_keeps_its_first_value() -> None:
    point = rationals("2", "1/3")
    found = limit(pull(), point, BALANCE)
    with mpmath.workdps(60):
        assert found.invariants[0] == BALANCE
        for kept in found.invariants:
            gap = value({m: limits.real(c) for m, c in kept.items()}, found.point)
            assert abs(gap - limits.real(value(kept, point))) < mpmath.mpf(10) ** -40
            assert abs(gap - limits.real(value(kept, rationals("2", "1/2")))) > 0.1


def linear(rate: int, target: Fraction, k: int, count: int) -> Polynomial:
    """Return −rate (y_k − target)."""
    unit = tuple(int(i == k) for i in range(count))
    return {unit: Fraction(-rate), (0,) * count: rate * target}


STIFF = (1, 10**8)


@pytest.mark.parametrize("rates", [STIFF, STIFF[::-1], (10**8, 10**8), (1, 10**4)], ids=str)
def test_a_stiff_flow_comes_to_rest_in_both_rates(rates: tuple[int, int]) -> None:
    goals = rationals("1/3", "2/7")
    flow = [linear(rate, goals[k], k, 2) for k, rate in enumerate(rates)]
    found = limit(flow, rationals("1", "1"), {})
    assert apart(found.point, [exactly(goal) for goal in goals]) < ROUNDING


def follower(rate: int) -> list[Polynomial]:
    """Return the flow of (a, b) with a third scale that goes to a, `rate` times as fast."""
    first = [{(*m, 0): c for m, c in v.items()} for v in pull()]
    return [*first, {(1, 0, 0): Fraction(rate), (0, 0, 1): Fraction(-rate)}]


def with_third(polynomial: Polynomial) -> Polynomial:
    return {(*m, 0): c for m, c in polynomial.items()}


@pytest.mark.parametrize("rate", [1, 10**4, 10**8])
def test_a_scale_that_follows_another_much_faster_ends_with_it(rate: int) -> None:
    start = rationals("2", "1/3", "0")
    found = limit(follower(rate), start, with_third(BALANCE))
    a, b = end_of_pull(start)
    assert apart(found.point, (a, b, a)) < ROUNDING
    assert found.isolated


def resting() -> list[Polynomial]:
    """Return the flow of (a, b) with a third scale that does not move."""
    return [*([{(*m, 0): c for m, c in v.items()} for v in pull()]), {}]


@pytest.mark.parametrize("third", ["5/7", "0", "-100"])
def test_a_scale_at_rest_keeps_its_first_value_and_the_end_is_not_isolated(third: str) -> None:
    start = rationals("2", "1/3", third)
    found = limit(resting(), start, with_third(BALANCE))
    assert apart(found.point, (*end_of_pull(start), exactly(start[2]))) < ROUNDING
    assert not found.isolated
    assert {(0, 0, 1): 1} in found.invariants


def test_an_end_is_isolated_or_not_by_the_known_invariant_alone() -> None:
    """The same flow with the third scale for what is known: a² − b² is then what is missing."""
    start = rationals("2", "1/3", "5/7")
    found = limit(resting(), start, {(0, 0, 1): Fraction(1)})
    assert not found.isolated
    assert apart(found.point, (*end_of_pull(start), exactly(start[2]))) < ROUNDING


def valley(*zeros: int) -> Polynomial:
    """Return −Π (y − zero)."""
    found: Polynomial = {(0,): Fraction(-1)}
    for zero in zeros:
        found = product(found, {(1,): Fraction(1), (0,): Fraction(-zero)})
    return found


@pytest.mark.parametrize(("start", "end"), [("2001/1000", 3), ("1999/1000", 1), ("-50", 1)])
def test_a_flow_leaves_the_zero_that_repels_it(start: str, end: int) -> None:
    found = limit([valley(1, 2, 3)], rationals(start), {})
    assert apart(found.point, [mpmath.mpf(end)]) < ROUNDING


def particle(position: Fraction) -> tuple[list[Polynomial], list[Fraction]]:
    """Return x' = v, v' = −v + x − x³ with v + 1 for the second variable, and a start at rest.

    A double well with friction: how often the particle passes 0 decides where it stays.
    """
    first = {(0, 1): Fraction(1), (0, 0): Fraction(-1)}
    second = {(0, 1): Fraction(-1), (0, 0): Fraction(1), (1, 0): Fraction(1), (3, 0): Fraction(-1)}
    return [first, second], [position, Fraction(1)]


def well_of(flow: Sequence[Polynomial], start: Point, step: float = 4e-3) -> int:
    """Return where the classical Runge-Kutta method with small steps ends, rounded."""
    slopes = [{m: float(c) for m, c in v.items()} for v in flow]

    def speed(y: Sequence[float]) -> list[float]:
        return [float(value(v, y)) for v in slopes]

    def moved(y: Sequence[float], k: Sequence[float], size: float) -> list[float]:
        return [a + size * b for a, b in zip(y, k, strict=True)]

    y = [float(x) for x in start]
    for _ in range(3000):
        k1 = speed(y)
        k2 = speed(moved(y, k1, step / 2))
        k3 = speed(moved(y, k2, step / 2))
        k4 = speed(moved(y, k3, step))
        mean = [(a + 2 * b + 2 * c + d) / 6 for a, b, c, d in zip(k1, k2, k3, k4, strict=True)]
        y = moved(y, mean, step)
    return round(y[0])


@pytest.mark.parametrize(("position", "well"), [("3/2", 1), ("5/2", -1), ("-3", 1)])
def test_a_flow_that_swings_ends_in_the_well_that_it_reaches(position: str, well: int) -> None:
    flow, start = particle(Fraction(position))
    found = limit(flow, start, {})
    assert apart(found.point, [mpmath.mpf(well), mpmath.mpf(1)]) < ROUNDING
    for other in (start[0] * Fraction(99, 100), start[0], start[0] * Fraction(101, 100)):
        assert well_of(flow, [other, start[1]]) == well


CURVE = [  # x' = f, y' = 2y f with f = 1 − x − y²: only y e^{−2x} is conserved
    {(0, 0): Fraction(1), (1, 0): Fraction(-1), (0, 2): Fraction(-1)},
    {(0, 1): Fraction(2), (1, 1): Fraction(-2), (0, 3): Fraction(-2)},
]


def test_an_end_that_no_conserved_polynomial_singles_out_is_refused() -> None:
    with pytest.raises(NotApplicable, match="no conserved quantity of degree 2 singles it out"):
        limit(CURVE, rationals("0", "1/3"), {})


def test_a_double_zero_is_refused() -> None:
    flow = {(3,): Fraction(-1), (2,): Fraction(3), (1,): Fraction(-3), (0,): Fraction(1)}
    with pytest.raises(NotApplicable, match="singles it out"):
        limit([flow], rationals("2"), {})


ONE = Fraction(1)
RESTLESS: dict[str, tuple[list[dict[Monomial, Fraction]], list[Fraction]]] = {
    "rotation": ([{(0, 1): ONE}, {(1, 0): -ONE}], rationals("1", "0")),
    "drift": ([{(0,): ONE}], rationals("1")),
    "growth": ([{(1,): ONE}], rationals("1")),
    "explosion": ([{(2,): ONE}], rationals("1")),
}


@pytest.mark.parametrize("name", RESTLESS)
def test_a_flow_that_does_not_come_to_rest_is_refused(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "MOST_STEPS", 2000)  # as with all the steps, but sooner
    flow, start = RESTLESS[name]
    with pytest.raises(NotApplicable, match="gradient flow does not come to rest"):
        limit(flow, start, {})


def test_too_few_steps_are_refused_and_no_halfway_point_is_returned(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(limits, "MOST_STEPS", 5)
    with pytest.raises(NotApplicable, match="does not come to rest"):
        limit(pull(), rationals("2", "1/3"), BALANCE)


def limit_of(setting: Setting) -> Limit:
    return symmetric(setting).limit


def least_squares_product(dim: int, length: int) -> Fraction:
    """Return Theorem 4.1's ab for ±1 tokens: κ1 = κ2 = 1, κ3 = d − 1."""
    harmonic = sum((Fraction(1, k) for k in range(1, length - 1)), Fraction(0))
    return 1 / (1 + (dim - 1) * harmonic / (length - 2))


@pytest.mark.parametrize(("dim", "length"), [(2, 4), (2, 7), (3, 3), (5, 20)])
def test_a_law_that_stays_on_the_diagonal_ends_at_the_root_of_the_product(
    dim: int, length: int
) -> None:
    found = limit_of(Setting(laws.rademacher(1), dim, length))
    with mpmath.workdps(2 * DIGITS):
        root = mpmath.sqrt(exactly(least_squares_product(dim, length)))
    assert apart(found.point, (root, mpmath.mpf(0), root, mpmath.mpf(0))) < ROUNDING
    assert found.isolated


def best_of_length_3(dim: int) -> tuple[Fraction, Fraction]:
    """Return u, v for which ½ E Σ_i |(Σ_l λ_l)(u λ_i + v Σ_{m≠i} λ_m) − λ_i²|² is smallest.

    Products of two phases, by monomial: λ_i² has u − 1, λ_i λ_m u + v, λ_m² v, λ_m λ_n 2v.
    """
    others = dim - 1
    pairs = Fraction(others * (others - 1), 2)
    own, cross, other = 1 + others, others, 2 * others + 4 * pairs  # of u², uv, v²
    v = Fraction(-cross) / (own * other - cross**2)
    return -v * other / cross, v


@pytest.mark.parametrize("dim", [2, 3, 5])
def test_full_one_tokens_of_length_3_end_in_closed_form(dim: int) -> None:
    """KQ32 has the eigenvalues q at 1 and p beside it; ŷ_2 = q (Σ_l λ_l) PV12 λ, and p is 1/2.

    q PV12 = uI + v(J − I) is the best there is, and ‖KQ32‖ = ‖PV12‖ says what q is:
    q² + (d − 1) p² = ‖u, v‖²/q².
    """
    u, v = best_of_length_3(dim)
    found = limit_of(Setting(laws.full_one(1), dim, 3))
    with mpmath.workdps(2 * DIGITS):
        p = mpmath.mpf(1) / 2
        rest, size = (dim - 1) * p**2, exactly(dim * u**2 + dim * (dim - 1) * v**2)
        q = mpmath.sqrt((-rest + mpmath.sqrt(rest**2 + 4 * size)) / 2)
        block = (q + (dim - 1) * p) / dim, (q - p) / dim
        expected = (*block, exactly(u) / q, exactly(v) / q)
    assert apart(found.point, expected) < ROUNDING
    assert not found.isolated


def test_other_units_of_the_tokens_change_the_unit_of_the_end() -> None:
    """x → cx is a → a/c, and ends on the balanced leaf do not depend on where there one starts."""
    small, large = (limit_of(Setting(laws.two_point("1/3", c), 2, 4)).point for c in ("1/5", 20))
    with mpmath.workdps(2 * DIGITS):
        assert apart([x / 100 for x in small], large) < ROUNDING
        assert apart([x / 101 for x in small], large) > 1e-3


def test_the_end_depends_on_the_start_where_it_is_not_isolated() -> None:
    here = symmetric(Setting(laws.full_one(1), 2, 3))
    flow = [here.polynomial(velocity) for velocity in here.velocities.values()]
    known = here.polynomial(here.balance)
    start = rationals("3/4", "0", "3/4", "0")
    first, other = limit(flow, START, known), limit(flow, start, known)
    with mpmath.workdps(2 * DIGITS):
        for found, begin in ((first, START), (other, start)):
            assert abs(found.point[0] - found.point[1] - exactly(begin[0])) < ROUNDING
    assert apart(first.point, other.point) > 1e-2


def test_the_end_does_not_depend_on_the_start_where_it_is_isolated() -> None:
    here = symmetric(Setting(laws.full_one(1), 2, 4))
    flow = [here.polynomial(velocity) for velocity in here.velocities.values()]
    other = limit(flow, rationals("3/4", "0", "3/4", "0"), here.polynomial(here.balance))
    assert apart(here.limit.point, other.point) < ROUNDING
    unbalanced = limit(flow, rationals("1", "0", "3/4", "0"), here.polynomial(here.balance))
    assert apart(here.limit.point, unbalanced.point) > 1e-2
