"""Properties of every expectation: linear, blind to names and to order, real under conjugation."""

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from symbolic_mesa.engine.expectation import MomentSum, expectation
from symbolic_mesa.statement.contractions import (
    Contraction,
    TimeRange,
    Token,
    fixed_time,
    time_index,
)
from symbolic_mesa.text.errors import NotClosed
from tests import supports
from tests.engine import JointLaw, value_at

t, length = time_index("t"), time_index("T")
STEPS = TimeRange("t", fixed_time(2), length - 1)
LAW = JointLaw(supports.dependent_support(2))

times = st.builds(
    lambda name, lag: time_index(name) - lag, st.sampled_from(["t", "s"]), st.integers(-1, 1)
)
tokens = st.builds(Token, st.sampled_from("ijk"), times, st.booleans())


def is_closed(contraction: Contraction) -> bool:
    """Whether no phase fixes s up to a half only, where counts depend on the parity of t."""
    try:
        expectation([contraction])
    except NotClosed:
        return False
    return True


contractions = st.builds(
    lambda chosen, power: Contraction(
        tokens=tuple(chosen),
        sums=(STEPS, TimeRange("s", fixed_time(1), t)),
        divisors=(t - 1,) * power,
    ),
    st.lists(tokens, min_size=1, max_size=5),
    st.integers(0, 2),
).filter(is_closed)
orders = st.permutations(range(5))


def numbers(moments: MomentSum) -> list[Fraction]:
    return [value_at(moments, LAW, 2, T, {}) for T in (3, 4, 6)]


def directly(contraction: Contraction) -> list[Fraction]:
    """Sum over all coordinates, times and support points, phases averaged by their exponents."""
    names = contraction.coordinates()
    totals = []
    for T in (3, 4, 6):
        total = Fraction(0)
        for step in range(2, T):
            for inner in range(1, step + 1):
                weight = Fraction(1, (step - 1) ** len(contraction.divisors))
                total += weight * _averaged(contraction, names, {"t": step, "s": inner})
        totals.append(total)
    return totals


def _averaged(contraction: Contraction, names: tuple[str, ...], at: dict[str, int]) -> Fraction:
    total = Fraction(0)
    for code in range(2 ** len(names)):
        place = {name: code >> k & 1 for k, name in enumerate(names)}
        exponents, powers, born = [0, 0], [0, 0], True
        for token in contraction.tokens:
            time = token.time.constant + sum(c * at[name] for name, c in token.time.coefficients)
            born = born and time >= 1
            exponents[place[token.coordinate]] += (-1 if token.conjugate else 1) * (time - 1)
            powers[place[token.coordinate]] += 1
        if born and exponents == [0, 0]:
            total += sum(p * x[0] ** powers[0] * x[1] ** powers[1] for x, p in LAW.points)
    return total


@settings(deadline=None, max_examples=60)
@given(contractions)
def test_an_expectation_is_the_sum_over_everything(one: Contraction) -> None:
    assert numbers(expectation([one])) == directly(one)


@settings(deadline=None, max_examples=40)
@given(contractions, contractions, st.fractions(-3, 3, max_denominator=5))
def test_expectations_are_linear(one: Contraction, two: Contraction, factor: Fraction) -> None:
    scaled = Contraction(two.tokens, sums=two.sums, divisors=two.divisors, coefficient=factor)
    together = numbers(expectation([one, scaled]))
    apart = zip(numbers(expectation([one])), numbers(expectation([two])), strict=True)
    assert together == [x + factor * y for x, y in apart]


@settings(deadline=None, max_examples=40)
@given(contractions, st.permutations("ijk"))
def test_names_do_not_matter(one: Contraction, names: list[str]) -> None:
    relabelled = one.renamed(dict(zip("ijk", names, strict=True)), {"s": "r"})
    assert expectation([relabelled]) == expectation([one])


@settings(deadline=None, max_examples=40)
@given(contractions, orders)
def test_order_does_not_matter(one: Contraction, order: list[int]) -> None:
    shuffled = tuple(one.tokens[k] for k in order if k < len(one.tokens))
    other = Contraction(shuffled, sums=one.sums, divisors=one.divisors)
    assert expectation([other]) == expectation([one])


@settings(deadline=None, max_examples=40)
@given(contractions)
def test_expectations_are_real(one: Contraction) -> None:
    assert expectation([one.conjugated()]) == expectation([one])
