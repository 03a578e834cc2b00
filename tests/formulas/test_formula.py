"""Formulas at numbers: symbols, constants that depend on them, harmonic numbers and roots."""

from fractions import Fraction

import mpmath
import pytest

from symbolic_mesa import laws
from symbolic_mesa.engine.patterns import Pattern
from symbolic_mesa.formulas.formula import Formula, taken_at
from symbolic_mesa.formulas.fractions import Algebra, algebra
from symbolic_mesa.laws.protocol import TokenLaw
from symbolic_mesa.models.causal_linear_attention import PROBLEM
from symbolic_mesa.setting import Setting
from symbolic_mesa.text.errors import MesaError

SQUARE = Pattern((("j", 2),), ())


def field(law: TokenLaw, dim: int | None = None, length: int | None = None) -> Algebra:
    return algebra(PROBLEM, Setting(law, dim, length), ("a",), (SQUARE,), (1, 2))


def mean_square(law: TokenLaw) -> Formula:
    of = field(law)
    return Formula(of.field(law.coordinate_sum(SQUARE, of.dim, of)), of)


def test_a_constant_is_worked_out_from_the_symbols_that_it_depends_on() -> None:
    """E x² = scale² exp(2 s²) of a lognormal law, in y = exp(s²/2)."""
    found = mean_square(laws.lognormal("3/2", "q_1"))
    assert (found.symbols, found.names) == (("q_1",), ("y",))
    with mpmath.workdps(50):
        expected = mpmath.mpf(9) / 4 * mpmath.exp(2)
        assert abs(found.at({"q_1": Fraction(1)}) - expected) < mpmath.mpf(10) ** -48


def test_a_constant_may_be_given_a_number_instead() -> None:
    assert mean_square(laws.lognormal("3/2", "q_1")).at({"y": Fraction(2)}) == 2**4 * Fraction(9, 4)


def test_a_constant_of_numbers_is_a_number() -> None:
    found = mean_square(laws.lognormal("1", "1"))
    assert found.symbols == ()
    assert found.value == pytest.approx(float(mpmath.exp(2)), rel=1e-15)


def test_a_symbol_without_a_number_is_asked_for() -> None:
    found = mean_square(laws.lognormal("3/2", "q_1"))
    with pytest.raises(MesaError, match="q_1 has no value"):
        found.at({})
    assert found.value is None


def test_a_formula_is_not_defined_where_it_divides_by_zero() -> None:
    own = field(laws.generic())
    found = Formula(1 / (own.symbol("a") - own.symbol("d")), own)
    assert found.at({"a": Fraction(3), "d": Fraction(1)}) == Fraction(1, 2)
    with pytest.raises(MesaError, match="divides by zero"):
        found.at({"a": Fraction(2), "d": Fraction(2)})


def test_harmonic_numbers_are_counted_as_the_length() -> None:
    own = field(laws.generic())
    found = Formula(own.harmonics[1] + own.harmonics[2] * own.length, own)
    assert found.symbols == ("T",)
    assert found.at({"T": Fraction(4)}) == Fraction(3, 2) + 4 * Fraction(5, 4)


@pytest.mark.parametrize(
    ("number", "value"), [(10**400, None), (Fraction(1, 10**400), None), (Fraction(1, 4), 0.25)]
)
def test_a_number_beyond_doubles_is_none(number: Fraction, value: float | None) -> None:
    own = field(laws.generic())
    assert Formula(own.number(Fraction(number)), own).value == value


def test_a_formula_for_every_size_is_taken_at_one() -> None:
    every, one = field(laws.generic()), field(laws.generic(), 2, 5)
    general = Formula(
        every.field(every.dim) * every.harmonics[1] + every.length * every.symbol("a"), every
    )
    found = taken_at(general, one)
    assert found.symbols == ("a",)
    assert found.element == 2 * one.number(Fraction(11, 6)) + 5 * one.symbol("a")
    assert taken_at(general, one, {"a": 3}).at({}) == 2 * Fraction(11, 6) + 15


def test_a_symbol_that_another_field_lacks_is_an_empty_sum() -> None:
    wide = algebra(PROBLEM, Setting(laws.generic()), ("a", "q_9"), (), ())
    found = taken_at(Formula(wide.symbol("a") + wide.symbol("q_9"), wide), field(laws.generic()))
    assert found.symbols == ("a",)
    assert found.at({"a": 7}) == 7
