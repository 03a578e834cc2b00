"""Values of words as formulas: reciprocals of sums of sizes are quotients, and no symbols."""

from fractions import Fraction

from symbolic_mesa import laws
from symbolic_mesa.formulas.fractions import Algebra
from symbolic_mesa.formulas.word_fields import element, word_field
from symbolic_mesa.models.causal_linear_attention import PROBLEM
from symbolic_mesa.setting import Setting
from symbolic_mesa.words.letters import Alphabet, Letter
from symbolic_mesa.words.values import Value, power, scalar, times
from symbolic_mesa.words.wick import Expectation

LETTERS = Alphabet((Letter("A", "d", "d"),), {"d": "d", "N": "N"})
AMONG = Expectation(LETTERS, ("d", "N", "1/(N + 2)"))
DIM, SAMPLES, RECIPROCAL = (power(scalar(k), 1) for k in range(3))
TRACE = power(LETTERS.word("A"), 1)
VALUE: Value = {times(DIM, times(SAMPLES, RECIPROCAL)): 3, times(TRACE, RECIPROCAL): Fraction(1, 2)}


def field(dim: int | None = None) -> Algebra:
    return word_field(PROBLEM, Setting(laws.generic(), dim), AMONG, (VALUE,), ("u",))


def test_the_symbols_are_sizes_scalars_and_traces() -> None:
    assert {*map(str, field().generators)} == {"N", "u", "trace_A", "d", "T"}


def test_a_reciprocal_is_a_quotient() -> None:
    own = field()
    n, d, trace = own.symbol("N"), own.field(own.dim), own.symbol("trace_A")
    assert element(VALUE, AMONG, own) == (3 * d * n + trace / 2) / (n + 2)


def test_a_dimension_that_is_given_is_a_number() -> None:
    own = field(5)
    n, trace = own.symbol("N"), own.symbol("trace_A")
    assert element(VALUE, AMONG, own) == (15 * n + trace / 2) / (n + 2)


def test_a_scalar_may_be_known() -> None:
    own = field()
    n, trace = own.symbol("N"), own.symbol("trace_A")
    known = {"1/(N + 2)": own.field.one / n, "d": own.field.one}
    assert element(VALUE, AMONG, own, known) == 3 + trace / (2 * n)
    assert element({}, AMONG, own) == 0
